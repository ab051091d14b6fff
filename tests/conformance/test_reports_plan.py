"""What every report says of the plan, of kinds and levels, of versions, and of what does not apply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from conformance.evidence.store import Evidence
from conformance.reports import writers
from conformance.reports.counting import kind
from conformance.reports.facts import Facts, chosen, partly
from conformance.reports.processes import of_scenario, remarks
from conformance.verdicts import Verdict

PLAN = {"id": "timer", "name": "Timer og sånt", "about": "Bare timer.", "scenarios": 4}
VERSIONS = {"DIALOG_INNBYGGER_EKONTAKT": "9.9", "DIALOG_HELSEFAGLIG": "1.1"}
NO_PROCESS = "Testobjektet oppgir ikke prosessen DIALOG_INNBYGGER_TIMEONSKE."
NO_ROLE = "Testobjektet har ingen part med rollen ungdom."


def run(path: Path, info: Mapping[str, Any]) -> Evidence:
    target = {"name": "Helsestasjonen", "product": "visma_hspro", "processes": VERSIONS}
    evidence = Evidence.create(path / "evidence.sqlite", {"target": target, **info})
    for identity, level, verdict, reason in (
        ("BOOK-N01", "skal", Verdict.PASSED, ""),
        ("BOOK-F01", "bør", Verdict.FAILED, "Det gikk galt."),
        ("BOOK-F02", "skal", Verdict.NOT_APPLICABLE, NO_PROCESS),
        ("YOUTH-N01", "skal", Verdict.NOT_APPLICABLE, NO_ROLE),
        ("BOOK-F03", "kan", Verdict.NOT_APPLICABLE, f"I steget «Når noe skjer»: {NO_PROCESS}"),
    ):
        words = {"level": level, "severity_class": "B", "processes": ["EKONTAKT"]}
        scenario = evidence.scenario(identity, name=f"Om {identity}", feature="Timer", **words)
        scenario.finish(verdict, reason=reason)
    evidence.finish(Verdict.FAILED)
    return evidence


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    evidence = run(tmp_path, {"plan": PLAN, "written": 9, "selected": 4})
    return {name: write(Facts.of(evidence), tmp_path).read_text("utf-8") for name, write in writers().items()}


def test_json_has_the_plan_the_counts_and_why_some_do_not_apply(pages: dict[str, str]) -> None:
    report = json.loads(pages["json"])
    assert report["plan"] == PLAN
    assert report["counts_by_kind"]["feil"]["ikke bestått"] == report["counts_by_level"]["bør"]["ikke bestått"] == 1
    assert report["counts_by_kind"]["normal"] | {"bestått": 1, "ikke aktuelt": 1} == report["counts_by_kind"]["normal"]
    assert report["not_applicable"] == [
        {"reason": NO_PROCESS, "scenarios": ["BOOK-F02", "BOOK-F03"]},
        {"reason": NO_ROLE, "scenarios": ["YOUTH-N01"]},
    ]
    first = report["scenarios"][0]
    assert first["kind"] == "normal"
    assert [(one["version"], one["known_version"]) for one in first["processes"]] == [("9.9", False)]
    assert len(report["version_remarks"]) == 1 and "9.9" in report["version_remarks"][0]


def test_the_page_says_it_in_words(pages: dict[str, str]) -> None:
    page = lxml_html.fromstring(pages["html"])
    text = " ".join(page.text_content().split())
    assert "Plan: Timer og sånt. Bare timer." in text
    assert "Planen Timer og sånt har 4 av 9 scenarioer." in text
    assert "2 scenarioer (prøver) gjaldt for journalen, og 3 var ikke aktuelle (hvorfor)" in text
    assert f"2 scenarioer: {NO_PROCESS} BOOK-F02, BOOK-F03" in text
    assert f"1 scenario: {NO_ROLE} YOUTH-N01" in text
    assert "eKontakt 9.9 (ukjent versjon)" in text
    heads = [head.text_content() for head in page.xpath("//table[1]//thead//th")]
    assert heads[:3] == ["Resultat", "etter nivå", "etter slag: de samme prøvene"]
    assert heads[3:8] == ["skal", "bør", "kan", "vanlig", "feilsituasjon"]


def test_junit_has_them_as_properties(pages: dict[str, str]) -> None:
    suite = etree.fromstring(pages["junit"].encode())[0]
    told = {one.get("name"): one.get("value") for one in suite.findall("properties/property")}
    assert told["plan"] == "Timer og sånt"
    assert told["nivå bør: ikke bestått"] == told["slag feil: ikke bestått"] == "1"
    assert told["ikke aktuelt 1"] == f"2: {NO_PROCESS}"
    assert "9.9" in str(told["merknad 1"])
    assert suite.findtext("testcase[1]/system-out") == "nivå: skal\nslag: normal\nprosess: eKontakt 9.9"
    assert suite.get("tests") == "6"


def test_a_run_from_before_there_were_plans_can_still_be_told(tmp_path: Path) -> None:
    evidence = run(tmp_path, {"written": 9, "selected": 4})
    for write in writers().values():
        write(Facts.of(evidence), tmp_path)
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["plan"]["name"] == ""
    assert "Plan:" not in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("info", "short", "sentence"),
    [
        ({"written": 9, "selected": 9}, "", ""),
        ({"written": 9, "selected": 2}, "bare noen av scenarioene", "Bare 2 av 9 scenarioer ble valgt."),
        ({"plan": PLAN, "written": 9, "selected": 4}, "planen Timer og sånt", "Planen Timer og sånt har 4 av 9"),
        ({"plan": PLAN, "written": 9, "selected": 1}, "noe av planen Timer og sånt", "Bare 1 av 4 scenarioer i planen"),
    ],
)
def test_what_was_chosen_is_told(info: dict[str, Any], short: str, sentence: str) -> None:
    assert chosen(info) == short
    assert partly(info).startswith(sentence)


def test_only_a_version_that_nobody_knows_is_remarked() -> None:
    assert list(remarks({"DIALOG_INNBYGGER_EKONTAKT": "1.2", "DIALOG_HELSEFAGLIG": "1.1", "DIALOG_X": "4"})) == []
    (told,) = remarks({"DIALOG_INNBYGGER_EKONTAKT": "2.0"})
    assert "oppgir versjon 2.0 av eKontakt" in told and "1.1 og 1.2" in told


def test_a_process_is_told_by_name_and_the_version_declared() -> None:
    assert [one.in_words for one in of_scenario(["AVTALEUTSENDING"], {})] == ["avtaleutsending"]
    specialist = {"DIALOG_INNBYGGER_HELSEPERSONELL": "1.1"}
    assert [one.code for one in of_scenario(["DIALOG"], specialist)] == ["DIALOG_INNBYGGER_HELSEPERSONELL"]
    assert of_scenario(None, {}) == ()


def test_the_kind_is_in_the_id() -> None:
    assert (kind("CANCEL-F01"), kind("CANCEL-N01")) == ("feil", "normal")
