"""The hardened door: every known attack is refused, quickly, and ordinary messages come through."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards import xml
from standards.errors import ForbiddenXml, NotWellFormed, StandardsError

ROOT = f'<MsgHead xmlns="{xml.MSGHEAD}"><MsgInfo/><Document/><Document><RefDoc/></Document></MsgHead>'


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY l0 "ha">{entities}]><a>&l9;</a>'.encode()


def quadratic() -> bytes:
    return f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]><a>{"&x;" * 10_000}</a>'.encode()


FORBIDDEN: dict[str, Callable[[], bytes]] = {
    "external entity": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    "external entity over the network": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]><a>&x;</a>',
    "parameter entity": lambda: b'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><a/>',
    "external DTD": lambda: b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "DOCTYPE after a comment and an instruction": lambda: (
        b"\xef\xbb\xbf<?xml version='1.0'?><!-- > --><?p <a?>\n<!DOCTYPE a><a/>"
    ),
    "internal entity": lambda: b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "billion laughs": laughs,
    "quadratic": quadratic,
    "deep": lambda: b"<a>" * 201 + b"</a>" * 201,
    "very deep": lambda: b"<a>" * 100_000 + b"</a>" * 100_000,
    "deep and above libxml2's limit for text": lambda: b"<a>" * 1_000 + b"x" * 11_000_000 + b"</a>" * 1_000,
    "long attribute": lambda: b'<a S="' + b"2" * 5_000 + b'x"/>',
    "huge": lambda: b"<a>" + b"x" * (40 * 1024 * 1024) + b"</a>",
    "XInclude": lambda: b'<a><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/hostname"/></a>',
    "UTF-7 declared": lambda: b'<?xml version="1.0" encoding="UTF-7"?><a>+AOU-</a>',
    "UTF-7 with a mark": lambda: b"+/v8-<a/>",
    "UTF-16": lambda: "<a/>".encode("utf-16"),
    "UTF-16 without a mark": lambda: "<a/>".encode("utf-16-le"),
    "UTF-32": lambda: "<a/>".encode("utf-32"),
    "EBCDIC declared": lambda: b'<?xml version="1.0" encoding="IBM037"?><a/>',
}

BROKEN = {
    "nothing": b"",
    "text": b"hei",
    "undeclared entity": b"<a>&hei;</a>",
    "unclosed": b"<a><b></a>",
    "two roots": b"<a/><b/>",
    "bytes that are not UTF-8": b"<a>\xe5</a>",
    "bytes that are not ASCII": b'<?xml version="1.0" encoding="US-ASCII"?><a>\xc3\xa5</a>',
    "same attribute twice": b'<a b="1" b="2"/>',
    "unbound prefix": b"<x:a/>",
    "half a comment": b"<!-- <!DOCTYPE a>",
    "control character": b"<a>\x00</a>",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_attack_is_refused_in_time(name: str) -> None:
    data = FORBIDDEN[name]()
    started = time.perf_counter()
    with pytest.raises(ForbiddenXml) as refusal:
        xml.parse(data)
    assert time.perf_counter() - started < 1.0
    assert refusal.value.fix


@pytest.mark.parametrize("name", BROKEN)
def test_broken_xml_is_not_well_formed(name: str) -> None:
    with pytest.raises(NotWellFormed) as refusal:
        xml.parse(BROKEN[name])
    assert "velformet" in str(refusal.value)


def test_fault_carries_its_line() -> None:
    with pytest.raises(NotWellFormed) as refusal:
        xml.parse(b"<a>\n<b>\n</c></a>")
    assert refusal.value.line == 3
    with pytest.raises(ForbiddenXml) as forbidden:
        xml.parse(b"<?xml version='1.0'?>\n\n<!DOCTYPE a><a/>")
    assert forbidden.value.line == 3


def test_caps_can_be_moved() -> None:
    assert len(xml.parse(b"<a><b/></a>", max_depth=2))
    for caps in ({"max_depth": 1}, {"max_bytes": 5}, {"max_attribute": 1}):
        with pytest.raises(ForbiddenXml):
            xml.parse(b'<a><b c="dd"/></a>', **caps)


def test_depth_of_exactly_the_cap_is_accepted() -> None:
    assert xml.parse(b"<a>" * 200 + b"</a>" * 200).tag == "a"


def test_doctype_as_text_is_no_doctype() -> None:
    assert xml.parse(b"<a><![CDATA[<!DOCTYPE html>]]><!-- <!DOCTYPE x> --></a>").text == "<!DOCTYPE html>"


def test_attachment_above_ten_megabytes_comes_through() -> None:
    root = xml.parse(b"<a>" + b"QUJD" * 3_000_000 + b"</a>")
    assert len(root.text or "") == 12_000_000


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "ISO-8859-1", "us-ascii"])
def test_accepted_encodings_are_told(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>{"a" if "ascii" in encoding else "å"}</a>'
    data = text.encode(encoding)
    assert xml.parse(data).text in ("a", "å")
    assert xml.declared_encoding(data) == encoding.upper()


def test_encoding_is_utf8_when_nothing_is_declared() -> None:
    assert xml.declared_encoding(b"<a/>") == "UTF-8"
    assert xml.declared_encoding(b'\xef\xbb\xbf<?xml version="1.0"?><a encoding="UTF-7"/>') == "UTF-8"


def test_serialize_keeps_the_document() -> None:
    root = xml.parse("<Formål xmlns='urn:x'>å</Formål>".encode())
    data = xml.serialize(root)
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert xml.parse(data).text == "å"


def test_path_is_readable() -> None:
    root = xml.parse(ROOT.encode())
    assert xml.path_of(root) == "/mh:MsgHead"
    assert xml.path_of(root[0]) == "/mh:MsgHead/mh:MsgInfo"
    assert xml.path_of(root[2][0]) == "/mh:MsgHead/mh:Document[2]/mh:RefDoc"
    assert root.xpath(xml.path_of(root[2][0]), namespaces=dict(xml.NS)) == [root[2][0]]
    assert xml.path_of(xml.parse(b"<a><b/><b/></a>")[1]) == "/a/b[2]"


@given(st.binary(max_size=200))
def test_any_bytes_give_a_root_or_a_refusal(data: bytes) -> None:
    try:
        assert xml.parse(data) is not None
    except StandardsError as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "et tomt dokument"),
        ("<?xml version=‘1.0’?><a/>".encode(), "en XML-deklarasjon eller en instruksjon (<?…?>) som er skrevet feil"),
        (b"<a b/>", "attributtet b uten verdi"),
        (b'<a b="1"c="2"/>', "en starttagg med attributter som er skrevet feil"),
        (b"<a></a b>", "en tagg som mangler >"),
        (b"<a>&b </a>", "en entitet (&…) uten semikolon"),
        (b'<a b="\x01"/>', "et tegn som XML ikke tillater"),
        (b'<a xmlns="h ttp://b"/>', "navnerommet h ttp://b, som ikke er en adresse (URI)"),
        (b"hei", "noe annet enn en starttagg"),
        (b"<a>", "<a> fra linje 1 er ikke lukket"),
        (b"<a>\n<b></a>", "<b> fra linje 2 er lukket med </a>"),
        (b"<a/><b/>", "mer innhold etter slutten av dokumentet"),
        (b"<a>&x;</a>", "entiteten &x; er ikke definert"),
        (b"<a>&</a>", "et &-tegn som ikke er skrevet &amp;"),
        (b"<a>\xff</a>", "byter som ikke er UTF-8"),
        (b"<p:a/>", "prefikset p på a har ikke noe navnerom"),
    ],
)
def test_what_is_not_well_formed_is_told_in_bokmaal(data: bytes, found: str) -> None:
    with pytest.raises(NotWellFormed) as caught:
        xml.parse(data)
    assert caught.value.found == found


@pytest.mark.parametrize(
    ("data", "fix"),
    [
        (b"", "filen er tom"),
        (b"<a>\xe5</a>", "som UTF-8"),
        (b"hei", "begynner med <"),
        (b"\n<?xml version='1.0'?><a/>", "foran <?xml"),
        (b"<a/>x", "hver melding for seg"),
        (b"<a b=1/>", "Rett stedet"),
        (b"<!DOCTYPE html><html/>", "feilmelding fra tjenesten"),
        (b"\xef\xbb\xbf<!-- x -->\n<!doctype HTML>\n<p>", "feilmelding fra tjenesten"),
        (b"<!DOCTYPE a><a/>", "Fjern DOCTYPE-linjen"),
    ],
)
def test_what_cannot_be_read_has_a_cure_that_fits(data: bytes, fix: str) -> None:
    with pytest.raises(StandardsError) as caught:
        xml.parse(data)
    assert fix in caught.value.fix
