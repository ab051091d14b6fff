"""`epj validate`: what it says, in which form, and with which exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from epj.validate import command
from standards.exchange import Exchange
from standards.schema import OWN_FOLDER
from standards.soap import SoapFault
from tests.standards import good
from tests.standards.rule_cases import change, real_number

SCHEMA = json.loads((OWN_FOLDER / "validate-report.schema.json").read_text(encoding="utf-8"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def report(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    data: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(data)
    return data


def save(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def save_exchange(folder: Path, exchange: Exchange) -> Path:
    folder.mkdir()
    for name, content in exchange.to_files().items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def fine(tmp_path: Path) -> Path:
    return save(tmp_path / "fin.xml", good.question().to_xml())


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return save(tmp_path / "feil.xml", change(good.question().to_xml(), good.uid("m1"), "melding-1"))


def test_a_good_file_exits_0_and_says_so(fine: Path) -> None:
    result = run(fine)
    assert result.exit_code == 0
    assert "Skjema: gyldig" in result.output
    assert "DIALOG_INNBYGGER_EKONTAKT, kode HE, fra Helsenorge" in result.output
    assert "Resultat:  ingen feil" in result.output


def test_a_breach_exits_1_and_tells_rule_place_and_cure(faulty: Path) -> None:
    result = run(faulty)
    assert result.exit_code == 1
    for text in (
        "FEIL MH-02",
        "HITS 1217:2018, 2.3.1",
        "linje 2",
        "/mh:MsgHead/mh:MsgInfo/mh:MsgId",
        "melding-1",
        "Gjør:",
    ):
        assert text in result.output
    assert "Skjema: gyldig" in result.output
    assert "1 feil, 0 merknader" in result.output


def test_a_remark_alone_exits_0(tmp_path: Path) -> None:
    path = save(tmp_path / "m.xml", change(good.question().to_xml(), "Når er", "å" * 1001))
    result = run(path)
    assert result.exit_code == 0
    assert "MERKNAD DM-05" in result.output


def test_schema_and_findings_are_told_apart(tmp_path: Path) -> None:
    invalid = save(tmp_path / "a.xml", change(good.question().to_xml(), "<MsgId>", "<Tull/><MsgId>"))
    broken = save(tmp_path / "b.xml", good.question().to_xml()[:-4])
    data = report(invalid, broken)
    assert [file["schema"] for file in data["files"]] == ["invalid", "not-well-formed"]
    assert data["summary"]["schema"] == {"valid": 0, "invalid": 1, "not-well-formed": 1}
    assert run(invalid).exit_code == run(broken).exit_code == 1


def test_what_is_not_xml_is_not_well_formed(tmp_path: Path) -> None:
    path = save(tmp_path / "bilde.xml", b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = run(path)
    assert result.exit_code == 1
    assert "ikke velformet XML" in result.output


def test_a_file_with_doctype_is_refused_with_a_reason(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    result = run(save(tmp_path / "bombe.xml", bomb))
    assert result.exit_code == 1
    assert "DOCTYPE" in result.output


def test_a_huge_file_is_judged_by_its_size_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.xml"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    result = run(path)
    assert result.exit_code == 1
    assert "FEIL TR-01" in result.output
    assert "200,0 MB" in result.output


def test_an_unknown_process_is_a_remark_with_the_nearest_name(tmp_path: Path) -> None:
    raw = change(good.cancel().to_xml(), "AVTALEAVBESTILLING", "AVTALEAVBESTILING")
    data = report(save(tmp_path / "m.xml", raw))
    (finding,) = data["files"][0]["findings"]
    assert (finding["rule"], finding["severity"]) == ("MH-03", "merknad")
    assert "DIALOG_INNBYGGER_AVTALEAVBESTILLING" in finding["fix"]
    assert {"DM-03", "DM-04", "MH-07"} <= {item["rule"] for item in data["files"][0]["not_judged"]}


def test_the_codes_decide_the_direction_before_role(tmp_path: Path) -> None:
    path = save(tmp_path / "m.xml", good.reply().to_xml())
    assert report(path)["files"][0]["sender"] == "epj"
    assert report(path, "--role", "helsenorge")["files"][0]["sender"] == "epj"
    assert run(path, "--role", "helsenorge").exit_code == 0


def test_role_decides_when_both_sides_may_send_the_code(tmp_path: Path) -> None:
    raw = change(good.reply(good.acting()).to_xml(), 'V="19"', 'V="26"')
    path = save(tmp_path / "m.xml", raw)
    assert report(path)["files"][0]["sender"] is None
    assert "PR-01" in {item["rule"] for item in report(path)["files"][0]["not_judged"]}
    assert "PR-01" in {item["rule"] for item in report(path, "--role", "epj")["files"][0]["findings"]}


def test_a_lone_file_says_what_only_a_conversation_shows(fine: Path) -> None:
    reasons = {item["rule"]: item["reason"] for item in report(fine)["files"][0]["not_judged"]}
    assert "samtalen" in reasons["AR-05"]
    assert "samtalen" in reasons["MH-05"]


def test_a_real_number_is_starred_out(tmp_path: Path) -> None:
    number = real_number()
    path = save(tmp_path / "m.xml", change(good.question().to_xml(), good.CHILD, number))
    for form in ("text", "json"):
        result = run(path, "--format", form)
        assert result.exit_code == 0
        assert "ID-01" in result.output
        assert number not in result.output


def test_a_folder_is_searched_for_xml(tmp_path: Path, fine: Path, faulty: Path) -> None:
    below = tmp_path / "under"
    below.mkdir()
    save(below / "kvittering.XML", good.receipt(good.question()))
    save(below / "les.txt", b"ikke en melding")
    data = report(tmp_path)
    assert [Path(file["file"]).name for file in data["files"]] == ["feil.xml", "fin.xml", "kvittering.XML"]
    assert data["exchanges"] == []


def test_an_exchange_folder_is_judged_as_a_conversation(tmp_path: Path) -> None:
    folder = save_exchange(tmp_path / "samtale", good.exchange(*good.dialog_thread()))
    data = report(folder)
    assert len(data["files"]) == 8
    (exchange,) = data["exchanges"]
    assert exchange["findings"] == []
    assert run(folder).exit_code == 0


def test_a_missing_receipt_is_found_in_a_conversation(tmp_path: Path) -> None:
    items = good.dialog_thread()
    folder = save_exchange(tmp_path / "samtale", good.exchange(items[0], *items[2:]))
    data = report(folder)
    (finding,) = data["exchanges"][0]["findings"]
    assert finding["rule"] == "AR-05"
    assert finding["by"] == "epj"
    assert finding["file"].endswith("01-helsenorge-epj.xml")
    assert run(folder).exit_code == 1


def test_a_conversation_without_any_receipt_is_not_blamed_for_that(tmp_path: Path) -> None:
    items = good.dialog_thread()
    folder = save_exchange(tmp_path / "samtale", good.exchange(items[0], items[2]))
    assert report(folder)["exchanges"][0]["findings"] == []
    assert "AR-05" in {item["rule"] for item in report(folder)["exchanges"][0]["not_judged"]}


def test_nothing_is_blamed_for_what_may_be_in_a_file_that_was_left_out(tmp_path: Path) -> None:
    folder = save_exchange(tmp_path / "samtale", good.exchange(*good.dialog_thread()))
    for left_out in folder.glob("02*"):
        left_out.unlink()
    assert report(folder)["exchanges"][0]["findings"] == []
    assert "AR-05" in {item["rule"] for item in report(folder)["exchanges"][0]["not_judged"]}


def test_a_message_broken_on_purpose_is_not_judged(tmp_path: Path) -> None:
    bad = good.item(good.HN, b"<MsgHead", subject="DIALOG_INNBYGGER_EKONTAKT", fault="hode brutt")
    folder = save_exchange(tmp_path / "samtale", good.exchange(bad, good.refused_on_queue(bad)))
    data = report(folder)
    assert data["files"][0]["deliberate_fault"] == "hode brutt"
    assert data["files"][0]["findings"] == []
    assert run(folder).exit_code == 0


def test_a_broken_sidecar_is_told_and_exits_2(tmp_path: Path) -> None:
    folder = save_exchange(tmp_path / "samtale", good.exchange(*good.dialog_thread()[:2]))
    (folder / "01.json").write_text("{", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 2
    assert "01.json er ikke JSON" in result.output
    assert "Fant: noe som ikke er JSON på linje 1, tegn 2" in result.output
    (folder / "01.json").write_text('{"time": "i går"}', encoding="utf-8")
    assert "01.json har en time som ikke er et tidspunkt" in run(folder).output
    (folder / "01.json").write_text("[]", encoding="utf-8")
    assert "Fant: en liste. Gjør dette: Rett filen." in run(folder).output


def test_a_broken_sidecar_does_not_hide_the_messages(tmp_path: Path) -> None:
    folder = save_exchange(tmp_path / "samtale", good.exchange(*good.dialog_thread()))
    (folder / "02.json").write_text("{", encoding="utf-8")
    data = report(folder)
    assert [item["file"] for item in data["unread"]] == [f"{folder}/02.json"]
    assert len(data["files"]) == len(data["exchanges"][0]["files"]) == len(list(folder.glob("*.xml")))
    assert data["summary"]["errors"] == 0


def test_two_messages_of_one_number_are_no_conversation(tmp_path: Path) -> None:
    folder = save_exchange(tmp_path / "samtale", good.exchange(*good.dialog_thread()))
    (first,) = folder.glob("01-*.xml")
    (second,) = folder.glob("02-*.xml")
    (folder / first.name.replace("01-", "02-")).write_bytes(second.read_bytes())
    data = report(folder)
    assert "To meldinger i mappen har samme nummer" in data["unread"][0]["reason"]
    assert "2 filer med nummer 02" in data["unread"][0]["reason"]
    assert data["exchanges"] == []
    assert len(data["files"]) == len(list(folder.glob("*.xml")))


def test_numbers_are_counted_as_numbers(tmp_path: Path) -> None:
    exchange = good.exchange(*good.dialog_thread())
    folder = save_exchange(tmp_path / "samtale", Exchange((*exchange, *exchange), exchange.acting_for_other))
    for path in folder.iterdir():
        path.rename(folder / path.name.lstrip("0"))
    names = report(folder)["exchanges"][0]["files"]
    assert [int(Path(name).name.split("-")[0]) for name in names] == list(range(1, len(names) + 1))
    assert len(names) > 9


def test_our_own_schemas_can_be_given_as_a_folder(fine: Path) -> None:
    data = report(fine, "--schemas", OWN_FOLDER)
    assert data["schemas"] == str(OWN_FOLDER)
    assert data["summary"]["ok"]


def test_a_soap_fault_is_fine_also_where_the_given_schemas_have_no_soap(tmp_path: Path) -> None:
    (tmp_path / "a.xsd").write_text('<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="a"/></schema>')
    fault = save(tmp_path / "feil.xml", SoapFault("Receiver", "prøv igjen").to_xml())
    assert report(fault, "--schemas", tmp_path)["summary"]["ok"]
    other = save(tmp_path / "annet.xml", b"<b/>")
    assert report(other, "--schemas", tmp_path)["files"][0]["schema"] == "invalid"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "minst én fil"),
        (["finnes-ikke.xml"], "Finnes ikke"),
        (["{fine}", "--format", "yaml"], "Velg text, html, json, junit eller sarif"),
        (["{fine}", "--role", "lege"], "Velg helsenorge eller epj"),
        (["{fine}", "--schemas", "finnes-ikke"], "mappen finnes ikke"),
        (["{fine}", "--schemas", "{tmp}"], "bundle.xsd"),
        (["{tmp}/tom"], "Fant ingen meldinger i mappen"),
        (["--tull"], "--tull"),
    ],
)
def test_wrong_use_exits_2_with_a_clear_text(arguments: list[str], words: str, fine: Path, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    result = run(*(argument.format(fine=fine, tmp=tmp_path) for argument in arguments))
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_file_without_access_does_not_hide_the_others(
    fine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = save(tmp_path / "stengt.xml", b"<a/>")
    opening = Path.open

    def refuse(self: Path, *args: Any, **more: Any) -> Any:
        if self == closed:
            raise PermissionError(13, "Permission denied", str(self))
        return opening(self, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "Ingen tilgang" in result.output
    assert "fin.xml" in result.output


def test_a_folder_without_access_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("os.scandir", refuse)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "Ingen tilgang" in result.output


def test_a_name_that_is_not_utf8_is_still_printed(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/f\xf8rste.xml"
    Path(os.fsdecode(raw)).write_bytes(good.question().to_xml())
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "rste.xml" in result.output


def test_something_that_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "roer.xml")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "ikke en vanlig fil" in result.output
    assert run(tmp_path / "roer.xml").exit_code == 2


def test_a_misspelt_file_does_not_hide_the_others(fine: Path, tmp_path: Path) -> None:
    result = run(fine, tmp_path / "finnes-ikke.xml", "--format", "json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    assert [Path(file["file"]).name for file in data["files"]] == [fine.name]
    assert data["unread"][0]["reason"] == "Finnes ikke. Gjør dette: Sjekk stien."


def test_the_folder_of_a_run_is_no_folder_of_messages(tmp_path: Path) -> None:
    (tmp_path / "evidence.sqlite").write_bytes(b"")
    (tmp_path / "junit.xml").write_text("<testsuites/>")
    for path in (tmp_path, tmp_path / "evidence.sqlite"):
        shown = CliRunner().invoke(command, [str(path)])
        assert shown.exit_code == 2
        assert "bevisene fra en kjøring" in shown.output
