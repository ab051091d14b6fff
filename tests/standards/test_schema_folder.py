"""Schema packs as others lay them out: no driver, subfolders, extensions, copies, versions, and bad files."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from standards import xml
from standards.errors import StandardsError
from standards.schema import SchemaPack
from standards.schema_folder import MAX_FILES, XS

OFFICIAL = os.environ.get("EPJ_OFFICIAL_SCHEMAS")


def schema(namespace: str, body: str, *, head: str = "") -> str:
    """A schema file; elements are in its namespace, references to it have the prefix t."""
    target = f"targetNamespace='{namespace}' xmlns:t='{namespace}'" if namespace else ""
    return f"{head}<schema xmlns='{XS}' elementFormDefault='qualified' {target}>{body}</schema>"


def element(name: str, kind: str = "date") -> str:
    return f"<element name='{name}' type='{kind}'/>"


def lay(folder: Path, **files: str) -> Path:
    """Write the files; two underscores in a name is a subfolder."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.xsd"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def accepts(pack: SchemaPack, document: str) -> bool:
    return pack.check(xml.parse(document.encode())) == ()


def test_no_driver_is_needed(tmp_path: Path) -> None:
    pack = SchemaPack.from_folder(
        lay(tmp_path, a=schema("urn:a", element("a")), under__b=schema("urn:b", element("b")))
    )
    for name in "ab":
        assert accepts(pack, f"<{name} xmlns='urn:{name}'>2026-12-01</{name}>")
        assert not accepts(pack, f"<{name} xmlns='urn:{name}'>i dag</{name}>")


def test_a_driver_chooses_and_what_it_leaves_out_is_there_too(tmp_path: Path) -> None:
    driver = schema("urn:driver", "<import namespace='urn:a' schemaLocation='new.xsd'/>")
    files = {"bundle": driver, "b": schema("urn:b", element("b"))}
    pack = SchemaPack.from_folder(
        lay(tmp_path, old=schema("urn:a", element("a")), new=schema("urn:a", element("a", "int")), **files)
    )
    assert accepts(pack, "<a xmlns='urn:a'>1</a>")
    assert not accepts(pack, "<a xmlns='urn:a'>2026-12-01</a>")
    assert accepts(pack, "<b xmlns='urn:b'>2026-12-01</b>")


def test_files_of_one_namespace_go_together(tmp_path: Path) -> None:
    """A base and two extensions that include it, and a chameleon that takes the namespace of who includes it."""
    base = "<include schemaLocation='base.xsd'/><include schemaLocation='parts/any.xsd'/>"
    pack = SchemaPack.from_folder(
        lay(
            tmp_path,
            base=schema("urn:a", element("base")),
            one=schema("urn:a", base + element("one", "t:any")),
            two=schema("urn:a", base + element("two", "t:any")),
            parts__any=schema("", "<simpleType name='any'><restriction base='date'/></simpleType>"),
            other=schema("urn:c", "<include schemaLocation='parts/any.xsd'/>" + element("c", "t:any")),
        )
    )
    for name, namespace in (("base", "urn:a"), ("one", "urn:a"), ("two", "urn:a"), ("c", "urn:c")):
        assert accepts(pack, f"<{name} xmlns='{namespace}'>2026-12-01</{name}>"), name
        assert not accepts(pack, f"<{name} xmlns='{namespace}'>x</{name}>"), name


def test_files_that_include_each_other(tmp_path: Path) -> None:
    pack = SchemaPack.from_folder(
        lay(
            tmp_path,
            a=schema("urn:a", "<include schemaLocation='b.xsd'/>" + element("a")),
            b=schema("urn:a", "<include schemaLocation='a.xsd'/>" + element("b")),
        )
    )
    assert accepts(pack, "<b xmlns='urn:a'>2026-12-01</b>")


def test_imports_lead_to_the_file_of_the_namespace_whatever_they_say(tmp_path: Path) -> None:
    reference = "<import namespace='urn:b' {}/><element name='{}'><complexType><sequence><element ref='b:b' xmlns:b='urn:b'/></sequence></complexType></element>"  # noqa: E501
    pack = SchemaPack.from_folder(
        lay(
            tmp_path,
            b=schema("urn:b", element("b")),
            nowhere=schema("urn:1", reference.format("", "a")),
            address=schema("urn:2", reference.format("schemaLocation='http://127.0.0.1:9/other.xsd'", "a")),
            deep__er__back=schema("urn:3", reference.format("schemaLocation='../../b.xsd'", "a")),
        )
    )
    for number in (1, 2, 3):
        assert accepts(pack, f"<a xmlns='urn:{number}'><b xmlns='urn:b'>2026-12-01</b></a>")


def test_doctype_and_latin_1(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE schema SYSTEM "http://127.0.0.1:9/XMLSchema.dtd" [<!ENTITY d "date">]>'  # noqa: E501
    (tmp_path / "bundle.xsd").write_bytes(schema("", "<include schemaLocation='a b.xsd'/>", head=head).encode())
    (tmp_path / "a b.xsd").write_bytes(schema("", element("Formål", "&d;"), head=head).encode("latin-1"))
    pack = SchemaPack.from_folder(tmp_path)
    assert accepts(pack, "<Formål>2026-12-01</Formål>")
    assert not accepts(pack, "<Formål>i dag</Formål>")


def test_copies_and_hidden_files_do_no_harm(tmp_path: Path) -> None:
    same = schema("urn:a", element("a"))
    pack = SchemaPack.from_folder(lay(tmp_path, a=same, copy__a=same, **{"._a": "\0junk", "__MACOSX__a": "junk"}))
    assert accepts(pack, "<a xmlns='urn:a'>2026-12-01</a>")


NO_GOOD: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "empty folder": ({}, ("tom", ".xsd")),
    "two versions": (
        {"a-v1": schema("urn:a", element("x")), "a-v2": schema("urn:a", element("x", "int"))},
        ("a-v1.xsd", "a-v2.xsd", "urn:a", "«x»", "bundle.xsd"),
    ),
    "broken": ({"a": schema("urn:a", "") + "<"}, ("a.xsd", "velformet")),
    "a message": ({"sub__a": "<MsgHead/>"}, ("sub/a.xsd", "MsgHead")),
    "wrong encoding": (
        {"a": schema("urn:a", element("å"), head='<?xml version="1.0" encoding="US-ASCII"?>')},
        ("a.xsd",),
    ),
    "included file is gone": (
        {"a": schema("urn:a", "<include schemaLocation='b.xsd'/>")},
        ("a.xsd", "b.xsd", "ikke finnes"),
    ),
    "included file of another namespace": (
        {"a": schema("urn:a", "<include schemaLocation='b.xsd'/>"), "b": schema("urn:b", "")},
        ("a.xsd", "b.xsd", "urn:b"),
    ),
    "imported namespace is gone": (
        {"a": schema("urn:a", "<import namespace='urn:b'/><element name='a' type='b:b' xmlns:b='urn:b'/>")},
        ("a.xsd", "urn:b", "Legg også"),
    ),
    "nonsense in a schema": ({"a": schema("urn:a", element("a", "finnesIkke"))}, ("a.xsd", "finnesIkke", "Rett a.xsd")),
    "bomb": (
        {
            "a": schema(
                "urn:a",
                f"<annotation><documentation>{'&b;' * 99_999}</documentation></annotation>",
                head=f'<!DOCTYPE schema [<!ENTITY b "{"x" * 9_999}">]>',
            )
        },
        ("a.xsd",),
    ),
}


@pytest.mark.parametrize("name", NO_GOOD)
def test_what_cannot_be_used_says_which_file_and_what_to_do(name: str, tmp_path: Path) -> None:
    files, words = NO_GOOD[name]
    with pytest.raises(StandardsError) as refusal:
        SchemaPack.from_folder(lay(tmp_path, **files))
    for word in words:
        assert word in str(refusal.value)
    assert refusal.value.fix


def test_a_folder_of_everything_is_refused(tmp_path: Path) -> None:
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.xsd").touch()
    with pytest.raises(StandardsError, match="for mange"):
        SchemaPack.from_folder(tmp_path)


def test_no_address_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/b.xsd"
        lay(tmp_path, a=schema("urn:a", f"<include schemaLocation='{address}'/>"))
        with pytest.raises(StandardsError, match=r"b\.xsd"):
            SchemaPack.from_folder(tmp_path)
        lay(tmp_path, b=schema("urn:a", element("a")))
        assert accepts(SchemaPack.from_folder(tmp_path), "<a xmlns='urn:a'>2026-12-01</a>")
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.skipif(not OFFICIAL, reason="EPJ_OFFICIAL_SCHEMAS er ikke satt til mappen med de offisielle skjemaene.")
def test_the_official_files_without_their_driver_and_in_subfolders(tmp_path: Path) -> None:
    for number, path in enumerate(sorted(Path(OFFICIAL or "").glob("*.xsd"))):
        if path.name != "bundle.xsd":
            folder = tmp_path / f"del{number % 3}"
            folder.mkdir(exist_ok=True)
            shutil.copy(path, folder)
    pack = SchemaPack.from_folder(tmp_path)
    for name in (f"{{{xml.MSGHEAD}}}MsgHead", f"{{{xml.XCAL}}}icalendar"):
        assert "finnes ikke i skjemaene" not in pack.check(xml.etree.Element(name))[0].message
