"""The forms of the report: each whole, each with the same findings, none greener than another."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from epj.validate import command
from epj.validation import formats
from standards.rules.register import all_rules
from tests.standards import good
from tests.standards.fhir_good import as_json, put, station
from tests.standards.rule_cases import change

FINE = good.question().to_xml()
FAULTY = change(FINE, good.uid("m1"), "melding-1")
REMARK = change(FINE, "Når er", "å" * 1001)
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}},
                },
                "region": {
                    "type": "object",
                    "properties": {"startLine": {"type": "integer", "minimum": 1}},
                    "additionalProperties": False,
                },
            },
        },
        "logicalLocations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: {"type": "string"} for name in ("name", "fullyQualifiedName", "kind")},
            },
        },
    },
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "semanticVersion": {"type": "string"},
                                    "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id", "help", "shortDescription"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": TEXT,
                                                "fullDescription": TEXT,
                                                "help": TEXT,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "properties": {"level": LEVEL},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": LEVEL,
                                "message": TEXT,
                                "locations": {"type": "array", "items": LOCATION},
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                                "properties": {"type": "object"},
                            },
                        },
                    },
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "additionalProperties": False,
                            "properties": {
                                "executionSuccessful": {"type": "boolean"},
                                "exitCode": {"type": "integer"},
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["message"],
                                        "properties": {"level": LEVEL, "message": TEXT},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The parts of SARIF 2.1.0 that we write, as the specification has them."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "meldinger"
    place.mkdir()
    for name, raw in (("fin", FINE), ("feil", FAULTY), ("merknad", REMARK)):
        (place / f"{name}.xml").write_bytes(raw)
    return place


def sarif(*arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(*arguments, "--format", "sarif").stdout)
    Draft202012Validator(SARIF).validate(data)
    run_: dict[str, Any] = data["runs"][0]
    return run_


def junit(*arguments: object) -> ElementTree.Element:
    return ElementTree.fromstring(run(*arguments, "--format", "junit").stdout.encode())


def test_every_form_is_found_and_text_is_first() -> None:
    assert formats.names() == ("text", "html", "json", "junit", "sarif")


@pytest.mark.parametrize("form", formats.names())
def test_every_form_exits_alike_and_names_the_breach(form: str, folder: Path) -> None:
    result = run(folder, "--format", form)
    assert result.exit_code == 1
    assert "MH-02" in result.stdout
    assert run(folder / "fin.xml", "--format", form).exit_code == 0
    assert run(folder / "fin.xml", folder / "borte.xml", "--format", form).exit_code == 2


@pytest.mark.parametrize("form", formats.names())
def test_every_form_knows_conversations_and_what_was_not_read(form: str, tmp_path: Path) -> None:
    items = good.dialog_thread()
    place = tmp_path / "samtale"
    place.mkdir()
    for name, raw in good.exchange(items[0], *items[2:]).to_files().items():
        (place / name).write_bytes(raw)
    result = run(place, tmp_path / "borte.xml", "--format", form)
    assert "AR-05" in result.stdout
    assert "borte.xml" in result.stdout + result.stderr


def test_sarif_has_rule_level_line_and_path(folder: Path) -> None:
    found = sarif(folder)
    (error,) = [result for result in found["results"] if result["level"] == "error"]
    (note,) = [result for result in found["results"] if result["level"] == "note"]
    rules = found["tool"]["driver"]["rules"]
    assert error["ruleId"] == rules[error["ruleIndex"]]["id"] == "MH-02"
    assert note["ruleId"] == "DM-05"
    place = error["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 2}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "/mh:MsgHead/mh:MsgInfo/mh:MsgId"
    assert "HITS 1217:2018, 2.3.1" in rules[error["ruleIndex"]]["help"]["text"]
    assert {rule["id"] for rule in rules} >= {rule.id for rule in all_rules() if rule.function is not None}
    assert found["invocations"][0]["executionSuccessful"] is True
    assert found["invocations"][0]["exitCode"] == 1


def test_sarif_fingerprints_hold_when_lines_and_folders_move(folder: Path, tmp_path: Path) -> None:
    def prints(path: Path) -> list[str]:
        return [result["partialFingerprints"]["epjTestbenk/v1"] for result in sarif(path)["results"]]

    before = prints(folder)
    (folder / "feil.xml").write_bytes(FAULTY.replace(b"<MsgInfo>", b"\n\n<MsgInfo>", 1))
    assert prints(folder) == before
    assert prints(folder.rename(tmp_path / "flyttet")) == before
    assert len(set(before)) == len(before)


def test_sarif_counts_no_lines_in_what_was_unpacked(tmp_path: Path) -> None:
    import base64
    import zipfile

    (tmp_path / "m.b64").write_bytes(base64.b64encode(FAULTY))
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as file:
        file.writestr("inne/feil.xml", FAULTY)
    results = sarif(tmp_path)["results"]
    assert len(results) == 2
    assert all("region" not in result["locations"][0]["physicalLocation"] for result in results)
    member = results[1]["locations"][0]
    assert member["physicalLocation"]["artifactLocation"]["uri"].endswith("/z.zip")
    assert member["logicalLocations"][0]["fullyQualifiedName"].startswith("inne/feil.xml#/mh:MsgHead")


def test_sarif_tells_what_was_not_read(tmp_path: Path) -> None:
    found = sarif(tmp_path / "borte.xml")
    assert found["results"] == []
    assert found["invocations"][0]["executionSuccessful"] is False
    assert "Finnes ikke" in found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_junit_has_a_case_for_each_file_and_fails_it_by_its_errors(folder: Path) -> None:
    suites = junit(folder, folder.parent / "borte.xml")
    assert {name: suites.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    cases = {case.get("name"): case for case in suites.iter("testcase")}
    failure = cases["feil.xml"].find("failure")
    assert failure is not None
    assert failure.get("type") == "MH-02"
    assert "Ventet: en UUID" in str(failure.text)
    assert cases["merknad.xml"].find("failure") is None
    assert "MERKNAD DM-05" in str(cases["merknad.xml"].findtext("system-out"))
    assert list(cases["fin.xml"]) == []
    assert cases["borte.xml"].find("error") is not None


def test_junit_skips_only_what_was_broken_on_purpose(tmp_path: Path) -> None:
    bad = good.item(good.HN, b"<MsgHead", subject="DIALOG_INNBYGGER_EKONTAKT", fault="hode brutt")
    for name, raw in good.exchange(bad, good.refused_on_queue(bad)).to_files().items():
        (tmp_path / name).write_bytes(raw)
    suites = junit(tmp_path)
    (skipped,) = suites.iter("skipped")
    assert skipped.get("message") == "hode brutt"
    assert suites.get("failures") == "0"


def test_text_shows_the_line_that_a_finding_is_about(folder: Path) -> None:
    (folder / "feil.xml").write_bytes(FAULTY.replace(b"><", b">\n<"))
    assert re.search(r"^ +7 \| <MsgId>melding-1</MsgId>$", run(folder).output, flags=re.M)


def test_text_shows_the_element_where_all_is_on_one_line(folder: Path) -> None:
    assert re.search(r"^ +\| <MsgId>melding-1</MsgId>$", run(folder).output, flags=re.M)


def test_text_ends_with_a_table_when_there_is_more_than_one_file(folder: Path) -> None:
    output = run(folder).output
    assert re.search(r"^Fil +Type +Skjema +Feil +Merknader$", output, flags=re.M)
    assert re.search(r"feil\.xml +EKONTAKT HE +gyldig +1 +0$", output, flags=re.M)
    assert "Merknader\n" not in run(folder / "fin.xml").output


def test_text_keeps_the_table_short(tmp_path: Path) -> None:
    for number in range(130):
        (tmp_path / f"m{number:03}.xml").write_bytes(FAULTY if number < 110 else FINE)
    output = run(tmp_path, "--quiet").output
    assert "… og 20 uten funn.\n… og 10 med funn som ikke fikk plass her.\n" in output
    assert output.count("EKONTAKT HE") == 100
    assert "FEIL MH-02" not in output
    assert "110 feil" in output


def test_quiet_shows_only_the_sums(folder: Path) -> None:
    output = run(folder / "feil.xml", "--quiet").output
    assert output.startswith("Oppsummering\n")
    assert "har feil" in output


def test_english_has_no_bokmaal_labels(folder: Path) -> None:
    output = run(folder, "--lang", "en").output
    for word in ("Skjema", "Oppsummering", "FEIL ", "Ventet", "linje", "Merknader"):
        assert word not in output
    for word in ("ERROR MH-02", "Expected:", "line 2", "Result:       has errors", "REMARK DM-05"):
        assert word in output
    data = json.loads(run(folder, "--lang", "en", "--format", "json").stdout)
    assert data["files"][0]["findings"][0]["severity"] == "feil"
    assert data["language"] == "en"


@pytest.mark.parametrize("form", formats.names())
def test_a_report_can_go_to_a_file(form: str, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "rapport.x"
    result = run(folder, "--format", form, "--out", out)
    assert result.exit_code == 1
    assert result.output == f"Rapporten ligger i {out}: 1 feil, 1 merknad.\n"
    assert out.read_text("utf-8") == run(folder, "--format", form).stdout
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("name", "starts"),
    [("r.html", "<!doctype html>"), ("r.sarif", '{"$schema"'), ("r.json", "{\n"), ("r.txt", "/"), ("r.xml", "<?xml")],
)
def test_the_name_of_the_file_chooses_the_form(name: str, starts: str, folder: Path, tmp_path: Path) -> None:
    run(folder, "--out", tmp_path / name)
    assert (tmp_path / name).read_text("utf-8").startswith(starts)


def test_a_report_that_cannot_be_written_leaves_the_old_one(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "--out", tmp_path / "borte" / "r.json")
    assert result.exit_code == 2
    assert "--out" in result.output
    assert "kan ikke skrives (finnes ikke)" in result.output
    result = run(folder, "--format", "json", "--out", f"{tmp_path}/sider/")
    assert result.exit_code == 2
    assert "er en mappe" in result.output
    result = run(folder / "fin.xml", "--out", folder / "fin.xml", "--format", "json")
    assert result.exit_code == 2
    assert "dette er meldingen som skal sjekkes" in result.output
    assert (folder / "fin.xml").read_bytes() == FINE
    result = run(folder, "--format", "json", "--quiet")
    assert result.exit_code == 2
    assert "--quiet gjelder --format text" in result.output


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_report_can_go_to_standard_output_by_name(name: str, folder: Path) -> None:
    assert run(folder, "--out", name, "--format", "json").stdout == run(folder, "--format", "json").stdout
    assert not Path("-").exists()


def test_a_pipe_is_written_to_and_not_taken_away(folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "r.json"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        run(folder, "--out", pipe)
        read, _ = reader.communicate()
    assert json.loads(read)["summary"]["errors"] == 1
    assert pipe.is_fifo()


def test_a_link_goes_on_pointing_to_the_report(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "siste.json").symlink_to("r-1.json")
    run(folder, "--out", tmp_path / "siste.json")
    assert (tmp_path / "siste.json").is_symlink()
    assert json.loads((tmp_path / "r-1.json").read_text("utf-8"))["summary"]["errors"] == 1


def test_a_reader_that_has_seen_enough_stops_the_run(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.xml").write_bytes(FINE)
    command = [sys.executable, "-m", "epj.main", "validate", str(tmp_path), "--format", "html"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


def test_a_broken_run_leaves_no_half_file(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    out = tmp_path / "r.json"
    out.write_text("gammel")
    monkeypatch.setattr("epj.validation.judging.judge_message", broken)
    assert isinstance(run(folder, "--out", out).exception, KeyError)
    assert out.read_text() == "gammel"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["r.json"]


def test_the_page_stands_alone(folder: Path) -> None:
    page = run(folder, "--format", "html").stdout
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.search(r"<script|<link|<img|src=|style=|https?://(?!www\.kith|www\.w3|hl7)[^<]*\"", page)
    assert '<html lang="nb">' in page
    assert "<caption>Sammendrag</caption>" in page
    assert '<html lang="en">' in run(folder, "--format", "html", "--lang", "en").stdout


def test_the_page_has_the_finding_beside_its_line(folder: Path) -> None:
    page = run(folder / "feil.xml", "--format", "html").stdout
    row = page.split('class="row near marked m-red"')[1].split('<div class="row')[0]
    assert "&lt;MsgId&gt;melding-1&lt;/MsgId&gt;" in row
    assert "Feil MH-02, linje 7." in row
    assert "Innrykket her for lesing" in page


def test_what_a_message_holds_cannot_become_markup(tmp_path: Path) -> None:
    raw = change(FINE, "Når er", "&lt;script&gt;alert(1)&lt;/script&gt;")
    (tmp_path / "<b>x.xml").write_bytes(raw)
    page = run(tmp_path, "--format", "html").stdout
    assert "<script" not in page
    assert "<b>" not in page


def test_a_folder_gets_a_page_for_each_message(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "--format", "html", "--out", f"{tmp_path}/sider/")
    assert result.exit_code == 1
    pages = sorted(path.name for path in (tmp_path / "sider").iterdir())
    assert pages == ["00001-feil.xml.html", "00002-fin.xml.html", "00003-merknad.xml.html", "index.html"]
    index = (tmp_path / "sider" / "index.html").read_text("utf-8")
    assert 'href="00001-feil.xml.html"' in index
    assert "MH-02" in (tmp_path / "sider" / "00001-feil.xml.html").read_text("utf-8")


def test_a_json_document_is_laid_out_with_findings_by_pointer(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_bytes(as_json(station, put("/status", "booked-up"))())
    page = run(tmp_path, "--format", "html").stdout
    marked = [line for line in page.splitlines() if 'class="row near marked' in line]
    assert any("&#34;status&#34;: &#34;booked-up&#34;" in line for line in marked)


def test_a_page_shows_only_so_many_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epj.validation.formats.html.MOST_ON_A_PAGE", 2)
    for number in range(4):
        (tmp_path / f"m{number}.xml").write_bytes(FINE)
    page = run(tmp_path, "--format", "html").stdout
    assert page.count('class="code"') == 2
    assert page.count('<th scope="row">') == 4
    assert "Bare de første 2 meldingene" in page


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_the_page_is_read_in_a_browser(chromium: Any, folder: Path, tmp_path: Path, width: int, scheme: str) -> None:
    out = tmp_path / "r.html"
    run(folder, "--out", out)
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.goto(out.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("section.message:visible").count() == 3
    page.get_by_label("bare med feil").check()
    assert page.locator("section.message:visible").count() == 1
    lines = page.locator(".row:visible").count()
    page.get_by_label("bare linjer nær funn").check()
    assert 0 < page.locator(".row:visible").count() < lines
    assert page.locator(".row.marked .finding:visible").count() == 1
    colour = page.locator(".verdict").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour not in {"rgba(0, 0, 0, 0)", ""}
    page.close()
    assert troubles == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    peaks = []
    for count in (200, 1200):
        place = tmp_path / str(count)
        place.mkdir()
        for number in range(count):
            (place / f"m{number}.xml").write_bytes(FAULTY)
        code = (
            "import resource, sys\n"
            "from epj.main import main\n"
            "try:\n"
            "    main(sys.argv[1:])\n"
            "finally:\n"
            "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, "validate", str(place), "--out", str(tmp_path / "r.json")],
            capture_output=True,
            check=False,
        )
        peaks.append(int(done.stderr.split()[-1]))
    assert peaks[1] - peaks[0] < 8_000, "kB"
