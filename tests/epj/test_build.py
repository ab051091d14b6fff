"""`epj build`: an example of any message, on the screen, as a file, as a conversation or all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from epj.main import main
from standards.exchange import Exchange
from standards.hodemelding import Hodemelding
from standards.identifiers import is_real_range, is_synthetic
from standards.rules.engine import judge_exchange, judge_message
from standards.samples import SAMPLES, Kind
from tests.conformance.samples import GOOD

SAME = ("--seed", "1", "--time", "2026-12-01T10:15:00")


def real_range_id() -> str:
    """A number that could be somebody's, made here so that it stands in no file."""
    return next(number for last in range(100) if is_real_range(number := f"010120505{last:02}"))


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(("build", *arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def written(capsys: pytest.CaptureFixture[str], *arguments: str) -> bytes:
    assert ended(*arguments) == 0
    return capsys.readouterr().out.encode()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert ended(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_one_message_is_written_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    raw = written(capsys, "ekontakt", "svar", "--code", "19")
    message = Hodemelding.from_xml(raw)
    assert message.type.v == "DIALOG_INNBYGGER_EKONTAKT"
    assert message.dialog is not None
    assert message.dialog.code == "19"
    assert message.patient is not None
    assert message.patient.ident is not None
    assert is_synthetic(message.patient.ident.id)
    verdict = judge_message(raw)
    assert (verdict.schema, verdict.findings) == ("valid", ())


def test_same_seed_and_time_give_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("AVTALEAVBESTILLING", "--acting", "aase", *SAME)
    first = written(capsys, *asked)
    assert written(capsys, *asked) == first
    assert written(capsys, *asked[:-4], "--seed", "2", *asked[-2:]) != first
    assert "2026-12-01T10:" in first.decode()
    assert written(capsys, "EKONTAKT") != written(capsys, "EKONTAKT")


@pytest.mark.parametrize("wanted", [("EKONTAKT",), ("EKONTAKT", "Svar"), ("AVTALEAVBESTILLING", "Svar"), ("APPREC",)])
def test_a_lone_message_is_sent_at_the_time_asked_for(
    wanted: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert b"<GenDate>2026-12-01T10:15:00+01:00</GenDate>" in written(capsys, *wanted, *SAME)


def test_the_persona_and_the_one_who_acts_are_chosen_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    message = Hodemelding.from_xml(written(capsys, "EKONTAKT", "--persona", "áilo máhtte", "--acting", "biret"))
    assert message.patient is not None
    assert message.patient.given == "Áilo Máhtte"
    assert message.acting is not None
    assert (message.acting.given, message.acting.relation.v) == ("Biret Ánne", "FO")
    grown_up = Hodemelding.from_xml(
        written(capsys, "EKONTAKT", "--clinic", "hjemmetjeneste", "--persona", "jonas", "--acting", "kari")
    )
    assert grown_up.acting is not None
    assert grown_up.acting.relation.v == "FU"
    assert grown_up.receiver.her_id == "8210021"


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (("EKONTAKT",), "Mærta"),
        (("TIMEONSKEUNGDOM",), "Sølvi"),
        (("EKONTAKT", "--clinic", "hjemmetjeneste"), "Øystein"),
    ],
)
def test_without_a_name_somebody_fitting_is_chosen(
    capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], kind: str
) -> None:
    message = Hodemelding.from_xml(written(capsys, *asked))
    assert message.patient is not None
    assert message.patient.given == kind


def test_conversation_is_a_folder_that_validates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "samtale"
    assert ended("EKONTAKT", "Svar", "--code", "22", "--thread", "--acting", "aase", "--out", str(folder)) == 0
    assert f"epj validate {folder}" in capsys.readouterr().err
    exchange = Exchange.from_files({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(exchange) == 6
    assert judge_exchange(exchange).findings == ()
    assert Hodemelding.from_xml(exchange.items[0].raw).acting is not None
    assert "finnes fra før" in refused(capsys, "EKONTAKT", "--thread", "--out", str(folder))


def test_conversation_gets_a_folder_of_its_own_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ended("TEST", "--thread") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["TEST-1.2-Foresporsel-KT-helsenorge"]
    assert "4 filer" in capsys.readouterr().err


def test_one_message_can_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mappe" / "melding.xml"
    assert ended("AVTALEUTSENDING", "--out", str(file)) == 0
    said = capsys.readouterr()
    assert (said.out, str(file) in said.err) == ("", True)
    assert judge_message(file.read_bytes()).findings == ()
    assert "er en mappe" in refused(capsys, "AVTALEUTSENDING", "--out", str(tmp_path))
    below = file / "under.xml"
    assert f"Får ikke skrevet {below}" in refused(capsys, "AVTALEUTSENDING", "--out", str(below))


def test_everything_is_written_in_a_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    top = tmp_path / "alt"
    assert ended("--all", str(top), "--acting", "aase", *SAME) == 0
    alone = [path for path in (top / "meldinger").rglob("*") if path.is_file()]
    on_behalf = [path for path in alone if path.stem.endswith("-paa-vegne")]
    expected = sum(1 + one.may_act for one in SAMPLES if one.kind is not Kind.ERROR)
    assert len(alone) == expected
    assert len(on_behalf) == sum(one.may_act for one in SAMPLES)
    threads = {path.parent for path in (top / "samtaler").rglob("01.json")}
    assert len(threads) == sum(1 + one.may_act for one in SAMPLES if one.in_thread)
    assert f"{expected} meldinger og {len(threads)} samtaler" in capsys.readouterr().err
    tree = {path.relative_to(top) for path in alone}
    assert Path("meldinger/EKONTAKT/1.2/Svar-19-epj.xml") in tree
    assert "ikke en tom mappe" in refused(capsys, "--all", str(top))


def test_resource_is_json_and_error_queue_its_properties(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(written(capsys, "appointment", "proposed"))["status"] == "proposed"
    told = json.loads(written(capsys, "feilkø", "--code", "abuse:spoofing-attack"))
    assert told["application_properties"]["errorCondition"] == "abuse:spoofing-attack"


def test_the_list_has_every_sample(capsys: pytest.CaptureFixture[str]) -> None:
    text = written(capsys, "--list").decode()
    heading, *lines = text.splitlines()
    assert heading.split() == ["Prosess", "Versjon", "Handling", "Kode", "Fra", "Sier"]
    for one in SAMPLES:
        assert any(
            line.startswith(f"{one.short} ") and one.action in line and one.title in line and one.version in line
            for line in lines
        )
    assert f"{len(SAMPLES)} eksempler" in text
    only = written(capsys, "--list", "koordinator").decode().splitlines()
    assert {line.split()[0] for line in only[1:-2]} == {"KOORDINATOR"}


def test_parties_and_persons_can_come_from_a_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD)
    message = Hodemelding.from_xml(written(capsys, "EKONTAKT", "--target", str(path)))
    assert message.receiver.her_id in GOOD
    assert message.patient is not None
    assert message.patient.ident is not None
    assert message.patient.ident.id in GOOD
    path.write_text("schema = 7")
    assert "linje 1" in refused(capsys, "EKONTAKT", "--target", str(path))


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ((), "epj build --list"),
        (("EKONTKAT",), "Mente du EKONTAKT?"),
        (("EKONTAKT", "Svra"), "Mente du Svar?"),
        (("EKONTAKT", "--code", "05"), "19"),
        (("EKONTAKT", "--process-version", "7"), "1.2, 1.1"),
        (("EKONTAKT", "--persona", "nra"), "Mente du nora?"),
        (("EKONTAKT", "--persona", "qqqq"), "maerta"),
        (("EKONTAKT", "--persona", "12345678901"), "ikke et syntetisk"),
        (("EKONTAKT", "--acting", "maerta"), "ikke være pasienten selv"),
        (("EKONTAKT", "--code", "19", "--acting", "aase"), "--thread"),
        (("EKONTAKT", "--process-version", "1.1", "--thread", "--acting", "aase"), "Utelat --acting"),
        (("DIALOG_NOTAT", "--thread"), "ingen samtale"),
        (("EKONTAKT", "--time", "i går"), "2026-12-01T10:15:00+01:00"),
        (("EKONTAKT", "--time", "9999-12-31T23:59:59"), "2000 til 2099"),
        (("EKONTAKT", "--all", "x"), "kan ikke brukes sammen"),
        (("EKONTAKT", "--seed", "mye"), "heltall"),
        (("EKONTAKT", "--clinic", "sykehus"), "helsestasjon eller hjemmetjeneste"),
    ],
)
def test_wrong_use_is_told_with_a_hint(capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], hint: str) -> None:
    assert hint in refused(capsys, *asked)


@pytest.mark.parametrize("option", ["--persona", "--acting"])
def test_a_number_that_may_be_somebody_s_is_refused_and_not_repeated(
    capsys: pytest.CaptureFixture[str], option: str
) -> None:
    number = real_range_id()
    said = refused(capsys, "EKONTAKT", option, number)
    assert "levende person" in said
    assert number not in said


@pytest.mark.parametrize(("name", "kind"), [("piotr", b"DNR"), ("ingeborg", b"FNR"), ("tiril", b"FNR")])
def test_members_of_the_named_families_can_be_patients(
    capsys: pytest.CaptureFixture[str], name: str, kind: bytes
) -> None:
    raw = written(capsys, "EKONTAKT", "Foresporsel", "--persona", name, "--time", "2026-12-01")
    assert b'V="' + kind + b'"' in raw


def test_one_without_a_number_cannot(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "EKONTAKT", "Foresporsel", "--persona", "kuba", "--time", "2026-12-01")
    assert "Kuba (kuba) har ikke nummer ennå" in told
