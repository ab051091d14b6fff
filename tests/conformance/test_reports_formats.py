"""CTRF, SARIF and JUnit: each by its schema, each with every verdict as what it is, and all of them masked."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from conformance.evidence.store import Evidence
from conformance.reports import json as report_json
from conformance.reports import sarif_places
from conformance.reports.cucumber import STATUSES
from conformance.reports.facts import Facts
from conformance.reports.sarif import OPEN
from conformance.verdicts import Verdict
from standards.envelope import Envelope
from tests.conformance.format_runs import ENDED, ERROR, MESSAGE, REAL, Reports, every_verdict, reports_of

XSD = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("junit.xsd"))))


def by(name: str) -> Draft202012Validator:
    """A schema that the project carries."""
    schema = json.loads(resources.files("standards.schemas").joinpath(f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folder = tmp_path_factory.mktemp("run")
    evidence = every_verdict(folder)
    made = reports_of(evidence, folder)
    evidence.close()
    return made


def test_each_follows_its_schema(reports: Reports) -> None:
    by("ctrf").validate(reports.ctrf)
    by("sarif-subset").validate(reports.sarif)
    XSD.assertValid(etree.fromstring(reports.junit))


def test_the_report_of_our_own_follows_its_schema_whatever_it_tells_of(reports: Reports, tmp_path: Path) -> None:
    evidence = Evidence.open(reports.folder / "evidence.sqlite")
    told = json.loads(report_json.write(Facts.of(evidence), tmp_path).read_text("utf-8"))
    evidence.close()
    schema = by("report")
    schema.validate(told)
    for change in (
        lambda one: one["scenarios"][0]["steps"][0].update(status="nesten"),
        lambda one: one["scenarios"][0]["steps"][0].update(score=1),
        lambda one: one["scenarios"][-1]["attempts"][0].update(verdict="avbrutt"),
        lambda one: one["sources"][0].update(url=""),
    ):
        assert not schema.is_valid(_changed(told, change))


def _changed(document: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    change(changed)
    return changed


CTRF_LIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "not verified as passed": lambda one: one["results"]["tests"][2].update(status="passed"),
    "blocked as skipped": lambda one: one["results"]["tests"][3].update(status="skipped"),
    "not applicable as passed": lambda one: one["results"]["tests"][7].update(status="passed"),
    "a word of its own": lambda one: one["results"]["tests"][0].update(rawStatus="strålende"),
    "no summary": lambda one: one["results"].pop("summary"),
    "something beside": lambda one: one["results"].update(score=1),
    "another format": lambda one: one.update(reportFormat="JUnit"),
}


@pytest.mark.parametrize("lie", sorted(CTRF_LIES))
def test_the_schema_of_ctrf_refuses(reports: Reports, lie: str) -> None:
    assert not by("ctrf").is_valid(_changed(reports.ctrf, CTRF_LIES[lie]))


SARIF_LIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "a pass": lambda one: one["runs"][0]["results"][0].update(kind="pass", level="none"),
    "open with a level": lambda one: _first(one, "open").update(level="note"),
    "a failure without a level": lambda one: _first(one, "fail").update(level="none"),
    "suppressed": lambda one: _first(one, "fail").update(suppressions=[{"kind": "external"}]),
    "nowhere": lambda one: _first(one, "fail").update(locations=[]),
    "a place outside": lambda one: _first(one, "fail")["locations"][0]["physicalLocation"]["artifactLocation"].update(
        uri="/etc/hosts"
    ),
    "no word on the run": lambda one: one["runs"][0]["invocations"].clear(),
}


def _first(log: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in log["runs"][0]["results"] if one["kind"] == kind)
    return found


@pytest.mark.parametrize("lie", sorted(SARIF_LIES))
def test_the_schema_of_sarif_refuses(reports: Reports, lie: str) -> None:
    assert not by("sarif-subset").is_valid(_changed(reports.sarif, SARIF_LIES[lie]))


@pytest.mark.parametrize(
    ("this", "that"),
    [
        (b'type="ikke verifisert"', b'type="best\xc3\xa5tt"'),
        (b'type="feil i testverkt\xc3\xb8yet"', b'type="ikke verifisert"'),
        (b"<skipped ", b"<hoppet "),
        (b'skipped="1"', b'skipped="noen"'),
        (b'classname="', b'class="'),
    ],
)
def test_the_schema_of_junit_refuses(reports: Reports, this: bytes, that: bytes) -> None:
    assert this in reports.junit
    assert not XSD.validate(etree.fromstring(reports.junit.replace(this, that)))


IN_CTRF = {
    **dict.fromkeys((Verdict.PASSED, Verdict.PASSED_WITH_REMARK), "passed"),
    **dict.fromkeys((Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.FAILED, Verdict.TOOL_FAULT), "failed"),
    Verdict.NOT_APPLICABLE: "skipped",
}
IN_JUNIT = {
    **dict.fromkeys((Verdict.PASSED, Verdict.PASSED_WITH_REMARK), ""),
    **dict.fromkeys((Verdict.NOT_VERIFIED, Verdict.BLOCKED, Verdict.FAILED), "failure"),
    Verdict.TOOL_FAULT: "error",
    Verdict.NOT_APPLICABLE: "skipped",
}
IN_SARIF = {
    "MSG-N01": [],
    "MSG-N02": [("X-99", "fail", "note")],
    "MSG-N03": [("MSG-N03", "open", "none")],
    "MSG-N04": [("MSG-N04", "open", "none")],
    "MSG-F01": [("MH-02", "fail", "error"), ("MH-02", "fail", "error"), ("X-99", "fail", "note")],
    "MSG-F02": [("X-99", "fail", "note"), ("MSG-F02", "fail", "error")],
    "MSG-F03": [],
    "MSG-F04": [],
}


@pytest.mark.parametrize("identity", sorted(ENDED))
def test_every_verdict_is_told_as_what_it_is(reports: Reports, identity: str) -> None:
    verdict = ENDED[identity]
    test = reports.tests()[identity]
    assert (test["status"], test["rawStatus"]) == (IN_CTRF[verdict], verdict.value)
    (case,) = etree.fromstring(reports.junit).xpath(f"//testcase[starts-with(@name, '{identity} ')]")
    assert {child.tag for child in case} - {"system-out"} == {IN_JUNIT[verdict]} - {""}
    assert [(one["ruleId"], one["kind"], one["level"]) for one in reports.results(identity)] == IN_SARIF[identity]


def test_the_counts_are_those_of_the_cases(reports: Reports) -> None:
    summary = reports.ctrf["results"]["summary"]
    ended = [one["status"] for one in reports.ctrf["results"]["tests"]]
    assert summary["tests"] == len(ENDED) + 3 == len(ended)
    assert {name: summary[name] for name in set(ended)} == {name: ended.count(name) for name in set(ended)}
    assert (summary["passed"], summary["failed"], summary["skipped"]) == (4, 6, 1)
    suites = etree.fromstring(reports.junit)
    for element in (suites, suites[0]):
        assert [element.get(name) for name in ("tests", "failures", "errors")] == ["11", "4", "2"]
    assert suites[0].get("skipped") == "1"


def test_the_run_as_a_whole_is_a_fault_of_ours_in_all_of_them(reports: Reports) -> None:
    whole = reports.tests()["run"]
    assert (whole["status"], whole["rawStatus"]) == ("failed", "feil i testverktøyet")
    assert reports.ctrf["results"]["environment"]["healthy"] is False
    (invocation,) = reports.sarif["runs"][0]["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    said = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert said[0].startswith("Dom: feil i testverktøyet: 9 scenarioer gjaldt.")
    assert [text.partition(" ")[0] for text in said[1:]] == ["MSG-F03"]


def test_a_green_run_is_green_in_all_of_them(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "evidence.sqlite", {"target": {"name": "T"}})
    evidence.scenario("MSG-N01", name="Bra", feature="Samtaler").finish(Verdict.PASSED)
    evidence.finish(Verdict.PASSED)
    reports = reports_of(evidence, tmp_path)
    assert reports.ctrf["results"]["environment"]["healthy"] and reports.ctrf["results"]["summary"]["failed"] == 0
    (run,) = reports.sarif["runs"]
    assert run["results"] == [] and run["invocations"][0]["executionSuccessful"]
    assert not etree.fromstring(reports.junit).xpath("//failure | //error | //skipped")
    by("ctrf").validate(reports.ctrf)
    by("sarif-subset").validate(reports.sarif)
    XSD.assertValid(etree.fromstring(reports.junit))


def test_a_run_that_was_cut_off_is_a_fault_of_ours_without_times(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "evidence.sqlite", {"target": {"name": "T"}})
    evidence.plan("MSG-N01", name="Aldri kjørt", feature="Samtaler")
    reports = reports_of(evidence, tmp_path)
    assert reports.tests()["MSG-N01"]["rawStatus"] == "feil i testverktøyet"
    assert "start" not in reports.tests()["MSG-N01"]
    (invocation,) = reports.sarif["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"] and "endTimeUtc" not in invocation
    by("ctrf").validate(reports.ctrf)
    by("sarif-subset").validate(reports.sarif)


def test_a_finding_is_a_result_with_rule_clause_scenario_message_and_line(reports: Reports) -> None:
    first, again, remark = reports.results("MSG-F01")
    (run,) = reports.sarif["runs"]
    rule = run["tool"]["driver"]["rules"][first["ruleIndex"]]
    assert rule["id"] == "MH-02" and rule["shortDescription"]["text"] != "Krav: HITS 1217:2018, 2.3.1."
    assert "helpUri" not in json.dumps(run)
    assert first["properties"]["clause"] == "HITS 1217:2018, 2.3.1"
    for text in ("MsgId er ikke en UUID.", "Ventet: en UUID.", "Fant: 42.", "Lag en ny UUID", "2.3.1."):
        assert text in first["message"]["text"]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "meldinger/MSG-F01/02-epj-helsenorge.xml"},
        "region": {"startLine": 2},
    }
    names = [(one["kind"], one["name"]) for one in place["logicalLocations"]]
    assert names == [("scenario", "MSG-F01"), ("element", "mh:MsgId")]
    assert first["partialFingerprints"] != again["partialFingerprints"]
    (physical,) = (one["physicalLocation"] for one in remark["locations"])
    assert physical == {"artifactLocation": {"uri": "features/borte/er.feature"}, "region": {"startLine": 7}}


def test_a_rule_that_no_register_knows_is_told_by_its_clause(reports: Reports) -> None:
    rules = {rule["id"]: rule for rule in reports.sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["X-99"]["shortDescription"]["text"] == "Krav: HITS 1, 2.4."
    assert rules["MSG-F02"]["properties"]["tags"] == ["scenario"]
    assert len(rules) == len(reports.sarif["runs"][0]["tool"]["driver"]["rules"])


def test_the_message_of_a_finding_lies_in_the_log_masked(reports: Reports) -> None:
    artifacts = {one["location"]["uri"]: one for one in reports.sarif["runs"][0]["artifacts"]}
    assert set(artifacts) == {f"meldinger/{name}/02-epj-helsenorge.xml" for name in ("MSG-F01", "MSG-N02")}
    one = artifacts["meldinger/MSG-F01/02-epj-helsenorge.xml"]
    assert one["contents"]["text"].encode() == MESSAGE.replace(b"PERSON", b"*" * 11)
    assert one["length"] == len(MESSAGE) + 5


def test_a_log_carries_only_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_places, "MAX_CARRIED", len(MESSAGE) + 100)
    (run,) = reports_of(every_verdict(tmp_path), tmp_path).sarif["runs"]
    assert ["contents" in one for one in run["artifacts"]] == [True, False]
    assert len({one["hashes"]["sha-256"] for one in run["artifacts"]}) == 1
    by("sarif-subset").validate({"$schema": "", "version": "2.1.0", "runs": [run]})


def test_bytes_that_are_no_text_are_carried_all_the_same(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "evidence.sqlite", {"target": {"name": "T"}})
    writer = evidence.scenario("MSG-N01", name="Rart", feature="Samtaler", level="skal")
    writer.finding(ERROR, message=writer.received(b"\xff\xfe\x00 ikke xml", Envelope({"subject": "X"})))
    writer.finish(Verdict.FAILED, reason="kontrolltegn \x01 her")
    evidence.finish(Verdict.FAILED)
    reports = reports_of(evidence, tmp_path)
    (artifact,) = reports.sarif["runs"][0]["artifacts"]
    assert artifact["contents"]["text"] == "\ufffd\ufffd\x00 ikke xml"
    by("sarif-subset").validate(reports.sarif)
    assert etree.fromstring(reports.junit).xpath("//failure/@message")[0] == "kontrolltegn  her"


def test_results_of_the_next_run_have_the_same_fingerprints(reports: Reports, tmp_path: Path) -> None:
    later = reports_of(every_verdict(tmp_path, msg_id="43"), tmp_path)

    def prints(one: Reports) -> list[dict[str, str]]:
        return [result["partialFingerprints"] for result in one.sarif["runs"][0]["results"]]

    assert prints(later) == prints(reports)
    assert len({str(one) for one in prints(later)}) == len(prints(later))


def test_an_accepted_deviation_is_told_and_moves_nothing(reports: Reports) -> None:
    told = "Akseptert avvik (gjelder): Rettes i neste versjon."
    assert all(told in one["message"]["text"] for one in reports.results("MSG-F01"))
    assert told in reports.tests()["MSG-F01"]["trace"] and reports.tests()["MSG-F01"]["status"] == "failed"
    assert told not in str(reports.results("MSG-F02"))
    assert "suppressions" not in reports.texts["results.sarif"]


def test_two_products_and_two_plans_are_kept_apart_in_a_pipeline(reports: Reports) -> None:
    assert reports.sarif["runs"][0]["automationDetails"]["id"] == "epj-accept/visma_hspro/roeyktest/"


def test_an_attempt_that_was_cut_off_neither_passed_nor_failed(reports: Reports) -> None:
    test = reports.tests()["JRN-N01"]
    assert (test["status"], test["retries"]) == ("passed", 1)
    (attempt,) = test["retryAttempts"]
    assert (attempt["status"], attempt["extra"]["rawStatus"]) == ("other", "feil i testverktøyet")


def test_steps_that_were_not_run_are_skipped(reports: Reports) -> None:
    steps = reports.tests()["MSG-F02"]["steps"]
    assert [one["status"] for one in steps] == ["passed", "failed", "skipped"]
    assert steps[1]["extra"]["rawStatus"] == "ikke bestått" and "kom ikke" in steps[1]["extra"]["error"]


def test_nothing_leaves_with_an_id_that_may_be_a_real_one(reports: Reports) -> None:
    assert not [name for name, text in reports.texts.items() if REAL in text]
    assert all("***********" in text for text in reports.texts.values())


def test_a_simulated_journal_is_said_to_be_one(reports: Reports) -> None:
    (run,) = reports.sarif["runs"]
    assert reports.ctrf["results"]["environment"]["reportName"].startswith("SIMULERT ")
    assert run["properties"]["simulated"] and run["automationDetails"]["description"]["text"].startswith("SIMULERT ")
    assert str(etree.fromstring(reports.junit)[0].get("name")).startswith("SIMULERT ")
    assert "NHN" in run["properties"]["notice"] and "NHN" in reports.texts["ctrf.json"]


def test_evidence_alone_makes_the_same_bytes_again(reports: Reports, tmp_path: Path) -> None:
    evidence = Evidence.open(reports.folder / "evidence.sqlite")
    again = reports_of(evidence, tmp_path)
    assert Facts.of(evidence).scenarios
    evidence.close()
    assert again.texts == reports.texts


def test_the_page_of_formats_calls_each_verdict_what_the_formats_do() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    table = page.split("## What a verdict is called")[1]
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("|")]
    told = {Verdict(row[0]): row[1:] for row in rows[2:]}
    in_sarif = {Verdict.PASSED_WITH_REMARK: "note", Verdict.FAILED: "error", Verdict.TOOL_FAULT: "notification"}
    in_sarif |= dict.fromkeys(OPEN, "open")
    assert told == {
        one: [IN_JUNIT[one] or "passed", IN_CTRF[one], in_sarif.get(one, "nothing"), STATUSES[one]] for one in Verdict
    }
