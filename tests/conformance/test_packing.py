"""A run becomes a pack: full and masked under one root, the same bytes each time, and nothing that must not leave."""

from __future__ import annotations

import csv
import errno
import io
import json
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import IO

import pytest
from jsonschema import Draft202012Validator
from lxml import html as lxml_html

from conformance.evidence.origin import Mark
from conformance.evidence.store import Evidence
from conformance.outcomes import ToolFault
from conformance.packing import ziplayout
from conformance.packing.manifest import Manifest, root_of
from conformance.packing.model import BadPack, Pack
from conformance.packing.reading import glance, open_pack
from conformance.packing.writing import Made, MustNotLeave, NotPacked
from conformance.verdicts import Verdict
from standards.exchange import Exchange
from standards.rules.model import Finding, Severity
from tests.conformance.pack_kit import NAME, STAMP, Bench, bench, contents, envelope, message

REAL_ID = "".join(("010", "190", "000", "83"))
"""A number that could belong to a living person; put together so that it stands nowhere."""
WORD = "hemmelig-ord"
"""The secret of the target that the run was made against."""


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return bench(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def packed(real: Bench, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return real.make(tmp_path_factory.mktemp("packed"), made_by="Kari Test")


@pytest.fixture
def own(real: Bench, tmp_path: Path) -> Bench:
    return real.copy(tmp_path / "run")


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        json.loads((resources.files("standards.schemas") / f"{name}.schema.json").read_text("utf-8"))
    )


def test_both_packages_have_one_root_and_the_masked_one_lacks_what_is_only_full(packed: Made) -> None:
    made = packed
    assert made.full is not None
    full, masked = contents(made.full), contents(made.masked)
    assert (full["manifest.json"], full["signature.json"]) == (masked["manifest.json"], masked["signature.json"])
    assert root_of(full["manifest.json"]) == made.root
    assert set(full) - set(masked) == {"full/evidence.sqlite"}
    assert {name: full[name] for name in masked} == masked
    assert [stat.S_IMODE(path.stat().st_mode) for path in (made.full, made.masked)] == [0o600, 0o600]
    assert "SIMULERT" not in made.full.name
    assert made.pack.origin == "ekte"


def test_the_three_documents_follow_their_schemas(packed: Made) -> None:
    files = contents(packed.masked)
    for name in ("pack", "manifest", "signature"):
        schema(name).validate(json.loads(files[f"{name}.json"]))
    pack = Pack.from_json(json.loads(files["pack.json"]))
    assert pack.to_json() == json.loads(files["pack.json"])
    assert Manifest.from_bytes(files["manifest.json"]).to_bytes() == files["manifest.json"]


def test_the_same_evidence_key_and_moment_give_the_same_bytes(real: Bench, tmp_path: Path) -> None:
    first, second = real.make(tmp_path), real.make(tmp_path)
    assert first.full is not None and second.full is not None
    assert first.full != second.full, "a pack is never written over"
    assert first.full.read_bytes() == second.full.read_bytes()
    assert first.masked.read_bytes() == second.masked.read_bytes()


def test_a_glance_reads_the_first_files_only(packed: Made, tmp_path: Path) -> None:
    made = packed
    cut = tmp_path / "kort.zip"
    cut.write_bytes(made.masked.read_bytes()[:3000])
    seen = glance(cut)
    assert (seen.pack, seen.signature.root) == (made.pack, made.root)


def test_the_evidence_is_folders_that_can_be_judged_again(packed: Made) -> None:
    files = contents(packed.masked)
    folder = {n.rpartition("/")[2]: c for n, c in files.items() if n.startswith("masked/bevis/BOOK-N01/")}
    exchange = Exchange.from_files(folder)
    assert [item.raw for item in exchange] == [message()]
    assert exchange.items[0].envelope == envelope()


def test_tables_have_must_and_should_and_open_in_a_spreadsheet(own: Bench, tmp_path: Path) -> None:
    breach = Finding("X-1", "HITS 1, 2", Severity.REMARK, "=1+1")
    own.write(lambda evidence: evidence.writer("BOOK-F02").finding(breach))
    own.write(lambda evidence: evidence.writer("BOOK-F02").finish(Verdict.PASSED_WITH_REMARK))
    own.write(lambda evidence: evidence.writer("BOOK-N01").finish(Verdict.FAILED, reason="=2+2"))
    files = contents(own.make(tmp_path / "ut").masked)
    text = files["masked/tabeller/krav.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["Id"], row["Må/bør"], row["Resultat"]) for row in rows] == [
        ("BOOK-N01", "må", "ikke bestått"),
        ("BOOK-F02", "bør", "bestått med merknad"),
    ]
    assert [row["Kommentar"] for row in rows] == ["'=2+2", "X-1: =1+1"]
    assert "DIALOG_INNBYGGER_EKONTAKT" in files["masked/tabeller/prosesser.csv"].decode()


def test_the_page_says_what_was_tried_and_what_only_a_person_can_declare(packed: Made) -> None:
    files = contents(packed.masked)
    page = lxml_html.fromstring(files["akseptansedokumentasjon.html"])
    heads = [head.text_content() for head in page.xpath("//h2")]
    assert [head.partition(". ")[2] for head in heads[1:]] == [
        "Hva som er prøvd, og i hvilke versjoner",
        "Sjekkliste: prosesser og API-er",
        "Kravtabell",
        "Aksepterte avvik og dispensasjoner",
        "Bekreftet og sett over av",
        "Egenerklæring",
        "Kilder og kontroll",
    ]
    assert page.get("data-simulert") == "nei" and "SIMULERT" not in page.text_content()
    assert "ikke en godkjenning fra Norsk helsenett" in page.text_content()
    assert not page.xpath("//script|//link|//img|//@onclick")
    linked = {name for name in page.xpath("//a/@href") if not name.startswith("#")}
    assert linked <= set(files)


@pytest.mark.parametrize(
    ("raw", "properties", "environment", "origin"),
    [
        (message(), {}, "test", "ekte"),
        (message(), STAMP, "test", "simulert"),
        (message(f"{NAME} (simulert)"), {}, "test", "simulert"),
        (message(f"{NAME} &#40;simulert)"), {}, "test", "simulert"),
        (message(), {}, "simulert", "simulert"),
        (b"dette er ikke XML (simulert)", {}, "test", "ekte"),
    ],
)
def test_where_messages_come_from_is_read_from_their_bytes(
    raw: bytes, properties: dict[str, object], environment: str, origin: str
) -> None:
    mark = Mark(environment)
    mark.look(raw, properties)
    assert mark.origin == origin
    assert Mark("test").origin == "ukjent"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("HsPro, test, Storvik kommune", "Simulert journal, profil HsPro"),
        ("Storvik helsestasjon", "Storvik helsestasjon (simulert)"),
    ],
)
def test_a_target_that_says_what_it_is_is_believed_whatever_its_environment(
    own: Bench, tmp_path: Path, old: str, new: str
) -> None:
    with closing(sqlite3.connect(own.run / "evidence.sqlite")) as kept, kept:
        kept.execute("UPDATE run SET value = replace(value, ?, ?)", (old, new))
    made = own.make(tmp_path / "ut")
    assert made.pack.target.environment == "simulert" and made.pack.simulated and ".SIMULERT" in made.masked.name
    found = own.verify(made.masked)
    assert (found.state, found.simulated, found.real) == ("gyldig", True, False)


def test_an_edited_target_hides_nothing(own: Bench, tmp_path: Path) -> None:
    own.write(lambda evidence: evidence.writer("BOOK-F02").received(message(), envelope(STAMP)))
    made = own.make(tmp_path / "ut")
    assert made.pack.target.environment == "test"
    assert (made.pack.simulated, made.masked.name.endswith(".SIMULERT.zip")) == (True, True)
    found = own.verify(made.masked)
    assert (found.state, found.simulated, found.real) == ("gyldig", True, False)


def number_in(evidence: Evidence) -> None:
    evidence.writer("BOOK-F02").received(message().replace(b"42", REAL_ID.encode()), envelope())


def test_a_number_of_a_living_person_stops_the_full_pack_and_is_starred_in_the_masked_one(
    own: Bench, tmp_path: Path
) -> None:
    own.write(number_in)
    with pytest.raises(MustNotLeave) as caught:
        own.make(tmp_path / "ut")
    assert "masked/bevis/BOOK-F02/01-epj-helsenorge.xml, linje 1: et nummer" in str(caught.value)
    assert REAL_ID not in str(caught.value) and not (tmp_path / "ut").exists()
    made = own.make(tmp_path / "ut", masked_only=True)
    assert made.full is None and made.starred == 1
    files = contents(made.masked)
    assert not [name for name, content in files.items() if REAL_ID.encode() in content]
    assert b"******000*****" not in files["masked/bevis/BOOK-N01/01-epj-helsenorge.xml"]
    assert b"*****" in files["masked/bevis/BOOK-F02/01-epj-helsenorge.xml"]
    assert own.verify(made.masked).state == "gyldig"


def test_the_secret_of_the_target_never_leaves(own: Bench, tmp_path: Path) -> None:
    own.write(lambda evidence: evidence.writer("BOOK-F02").note(f"Journalen svarte med {WORD}."))
    with pytest.raises(MustNotLeave, match=r"full/evidence\.sqlite"):
        own.make(tmp_path / "ut")
    files = contents(own.make(tmp_path / "ut", masked_only=True).masked)
    assert not [name for name, content in files.items() if WORD.encode() in content]


def asked_by_hand(bench: Bench, picture: bytes) -> None:
    source = bench.run.parent / "skjerm.png"
    source.write_bytes(picture)

    def answered(evidence: Evidence) -> None:
        writer = evidence.writer("BOOK-N01")
        kept = writer.attach(source)
        common = {"reason": "", "data": {}, "seconds": 1.0, "by": "person", "who": "Kari", "outcome": "done"}
        common |= {"reviewer": "Ola", "review": "enig", "file": kept.file, "file_sha256": kept.sha256}
        writer.intent("read_thread", {}, sentence="Ser du meldingen?", **common)

    bench.write(answered)


def test_screenshots_stay_out_of_the_masked_pack_unless_somebody_lets_them_out(own: Bench, tmp_path: Path) -> None:
    asked_by_hand(own, b"\x89PNG bilde")
    made = own.make(tmp_path / "ut")
    assert made.full is not None
    name = "BOOK-N01-1-skjerm.png"
    assert f"full/vedlegg/{name}" in contents(made.full)
    assert not [path for path in contents(made.masked) if "vedlegg" in path]
    (scenario,) = [one for one in made.pack.scenarios if one.id == "BOOK-N01"]
    assert (scenario.confirmed_by_person, scenario.reviewed) == (True, True)
    assert [(one.who, one.reviewer, one.review) for one in made.pack.confirmations] == [("Kari", "Ola", "enig")]
    assert own.verify(made.masked).state == "gyldig"

    let_out = own.make(tmp_path / "ute", released=(name,))
    assert contents(let_out.masked)[f"masked/rapport/vedlegg/{name}"] == b"\x89PNG bilde"
    assert own.verify(let_out.masked).state == "gyldig"


def test_what_is_let_out_is_scanned_and_must_exist(own: Bench, tmp_path: Path) -> None:
    asked_by_hand(own, f"Nora {REAL_ID}".encode())
    with pytest.raises(MustNotLeave, match=r"masked/rapport/vedlegg/BOOK-N01-1-skjerm\.png, linje 1"):
        own.make(tmp_path / "ut", released=("BOOK-N01-1-skjerm.png",), masked_only=True)
    with pytest.raises(NotPacked, match=r"ikke noe vedlegg som heter annet\.png.*BOOK-N01-1-skjerm\.png"):
        own.make(tmp_path / "ut", released=("annet.png",))
    (own.run / "vedlegg/BOOK-N01-1-skjerm.png").write_bytes(b"et annet bilde")
    with pytest.raises(NotPacked, match="er endret siden kjøringen"):
        own.make(tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_what_cannot_be_packed_is_told(real: Bench, tmp_path: Path) -> None:
    with pytest.raises(NotPacked, match=r"er ingen kjøring.*epj runs list"):
        replace(real, run=tmp_path).make(tmp_path / "ut")
    (tmp_path / "evidence.sqlite").write_bytes(b"noe annet" * 1000)
    with pytest.raises(ToolFault, match="er ikke en bevisfil"):
        replace(real, run=tmp_path).make(tmp_path / "ut")
    assert replace(real, run=real.run / "evidence.sqlite").make(tmp_path / "inn").pack.simulated is False
    (tmp_path / "fil").write_text("")
    with pytest.raises(NotPacked, match=r"Pakken kunne ikke lages\. Fant: "):
        real.make(tmp_path / "fil")


@pytest.mark.parametrize("called", [Verdict.PASSED, Verdict.NOT_APPLICABLE, Verdict.NOT_VERIFIED])
@pytest.mark.parametrize("by", ["a finding", "a step"])
def test_evidence_in_which_a_scenario_is_called_better_than_what_was_seen_is_not_packed(
    own: Bench, tmp_path: Path, called: Verdict, by: str
) -> None:
    def change(evidence: Evidence) -> None:
        changed = evidence.writer("BOOK-F02")
        if by == "a step":
            changed.step("Så", "kommer svaret", status=Verdict.FAILED, seconds=0.1, error="Det kom ikke.")
        else:
            changed.finding(Finding("X-1", "HITS 1", Severity.ERROR, "Galt"))
        changed.finish(called)

    own.write(change)
    with pytest.raises(NotPacked, match=f"Bevisene henger ikke sammen: BOOK-F02 er kalt {called}"):
        own.make(tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("data", [None, [], {}, {"schema": 2}, {"schema": 1, "municipality": 3}])
def test_something_else_is_no_pack_json(data: object) -> None:
    with pytest.raises(BadPack, match=r"pack\.json er ikke slik den skal være"):
        Pack.from_json(data)


def test_an_open_pack_gives_every_file_once(packed: Made) -> None:
    with open_pack(packed.masked) as package:
        assert package.masked and package.left_out == 1
        assert [name for name, _ in package.contents()] == list(package.names())
        with pytest.raises(KeyError):
            package.read("full/evidence.sqlite")


@pytest.mark.parametrize("left", [0, 1])
def test_a_disk_that_fills_leaves_nothing_half(
    real: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    room = [left]
    write = ziplayout.write

    def full(file: IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
        file.write(b"litt")
        if room[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= 1
        write(file, files)

    monkeypatch.setattr(ziplayout, "write", full)
    with pytest.raises(NotPacked, match=r"Pakken kunne ikke lages\. Fant: disken er full"):
        real.make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_messages_of_an_earlier_attempt_are_there_and_tell_where_they_come_from(tmp_path: Path) -> None:
    stopped = bench(tmp_path, sends=False)

    def again(evidence: Evidence) -> None:
        evidence.writer("BOOK-N01").received(message(), envelope(STAMP))
        evidence.set_aside("BOOK-N01")
        once_more = evidence.start("BOOK-N01")
        once_more.step("Så", "går det bra", status=Verdict.PASSED, seconds=0.1)
        once_more.finish(Verdict.PASSED)

    stopped.write(again)
    made = stopped.make(tmp_path / "ut")
    assert "masked/bevis/BOOK-N01-forsoek-1/01-epj-helsenorge.xml" in contents(made.masked)
    assert made.pack.simulated and stopped.verify(made.masked).state == "gyldig"
