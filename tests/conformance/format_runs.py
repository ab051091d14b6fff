"""A run that ended in every way there is, for the formats that other tools read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.evidence.store import Evidence
from conformance.reports import ctrf, cucumber, junit, sarif
from conformance.reports.facts import Facts
from conformance.runner.lint import read_features
from conformance.runner.playing import FEATURES
from conformance.verdicts import Verdict, of_run
from standards.envelope import Envelope
from standards.identifiers import is_real_range
from standards.rules.model import Finding, Severity

ERROR = Finding(
    rule="MH-02",
    clause="HITS 1217:2018, 2.3.1",
    severity=Severity.ERROR,
    problem="MsgId er ikke en UUID.",
    where="/mh:MsgHead/mh:MsgInfo/mh:MsgId",
    line=2,
    expected="en UUID",
    found="42",
    fix="Lag en ny UUID for hver melding.",
)
REMARK = Finding(rule="X-99", clause="HITS 1, 2.4", severity=Severity.REMARK, problem="Litt uvanlig", found="noe annet")
MESSAGE = (
    b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo>\n'
    b'<Type V="DIALOG_INNBYGGER_EKONTAKT"/><MsgId>42</MsgId>\n<Ident>PERSON</Ident></MsgInfo></MsgHead>'
)
REAL = next(number for last in range(100) if is_real_range(number := f"{'010180'}{'000'}{last:02}"))
DEVIATION = {
    "scenario": "MSG-F01",
    "owner": "Leverandøren",
    "approver": "Kari",
    "reason": "Rettes i neste versjon.",
    "issued": "2026-11-01",
    "expires": "2099-12-31",
    "scope": "",
    "rule": "",
}
ENDED = {
    "MSG-N01": Verdict.PASSED,
    "MSG-N02": Verdict.PASSED_WITH_REMARK,
    "MSG-N03": Verdict.NOT_VERIFIED,
    "MSG-N04": Verdict.BLOCKED,
    "MSG-F01": Verdict.FAILED,
    "MSG-F02": Verdict.FAILED,
    "MSG-F03": Verdict.TOOL_FAULT,
    "MSG-F04": Verdict.NOT_APPLICABLE,
}
"""MSG-F01 has findings, MSG-F02 a remark alone: nothing came."""
REASONS = {
    Verdict.NOT_VERIFIED: "Ingen kunne se etter.",
    Verdict.BLOCKED: "Fant ingen person.",
    Verdict.FAILED: f"Ventet svar om {REAL}, men det kom ikke.",
    Verdict.TOOL_FAULT: "Testverktøyet feilet.",
    Verdict.NOT_APPLICABLE: "Testobjektet oppgir ikke prosessen.",
}


@dataclass(frozen=True)
class Reports:
    """Every format of one run, read back."""

    folder: Path
    ctrf: dict[str, Any]
    sarif: dict[str, Any]
    cucumber: list[dict[str, Any]]
    junit: bytes

    @property
    def texts(self) -> dict[str, str]:
        """Format → all that it says."""
        names = ("ctrf.json", "results.sarif", "cucumber.ndjson", "junit.xml")
        return {name: (self.folder / name).read_text("utf-8") for name in names}

    def tests(self) -> dict[str, dict[str, Any]]:
        """The tests of CTRF by id."""
        return {one["testId"]: one for one in self.ctrf["results"]["tests"]}

    def results(self, scenario: str) -> list[dict[str, Any]]:
        """The results of SARIF about a scenario."""
        return [one for one in self.sarif["runs"][0]["results"] if one["properties"]["scenario"] == scenario]

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The Cucumber messages of a kind."""
        return [one[kind] for one in self.cucumber if kind in one]


def every_verdict(folder: Path, msg_id: str = "42") -> Evidence:
    """One scenario for each way to end, one that is written in the suite, one that was begun twice."""
    target = {
        "name": f"Helsestasjonen <Fjordvik> {REAL}",
        "product": "visma_hspro",
        "version": "7.2",
        "environment": "simulert",
        "processes": {"DIALOG_INNBYGGER_EKONTAKT": "1.1"},
        "deviations": [DEVIATION],
    }
    info = {"target": target, "tool": "epj-testbenk 0.1.0", "python": "3.11", "platform": "Linux"}
    plan = {"id": "roeyktest", "name": "Røyktest", "about": "", "scenarios": 10}
    evidence = Evidence.create(folder / "evidence.sqlite", {**info, "plan": plan, "written": 20, "selected": 10})
    for identity, verdict in ENDED.items():
        _scenario(evidence, identity, verdict, msg_id)
    _of_the_suite(evidence)
    _begun_twice(evidence)
    evidence.finish(of_run([*ENDED.values(), Verdict.PASSED]))
    return evidence


def _scenario(evidence: Evidence, identity: str, verdict: Verdict, msg_id: str) -> None:
    about = {"level": "skal", "severity_class": "A", "processes": ["EKONTAKT"], "sources": ["HITS1217-3.4.1"]}
    about |= {"file": "borte/er.feature", "line": 7, "description": f"Merkes slik: {REAL} ser ingenting."}
    writer = evidence.scenario(
        identity, name=f"Noe {verdict.value} om {REAL}", feature=f"Samtaler {REAL}", tags=(identity, "skal"), **about
    )
    reason = REASONS.get(verdict, "")
    writer.step("Gitt", "et barn", status="bestått", seconds=0.25)
    writer.step("Når", f"noe skjer med {REAL}", status=verdict.value, seconds=0.25, error=reason)
    writer.step("Så", "går det bra", status="ikke kjørt" if reason else "bestått", seconds=0.0)
    raw = MESSAGE.replace(b"42", msg_id.encode()).replace(b"PERSON", REAL.encode())
    writer.sent(raw, Envelope({"subject": "DIALOG_INNBYGGER_EKONTAKT"}))
    number = writer.received(raw, Envelope({"subject": "DIALOG_INNBYGGER_EKONTAKT"}))
    if identity == "MSG-F01":
        writer.finding(ERROR, message=number)
        writer.finding(ERROR, message=number)
        writer.finding(REMARK)
    if identity == "MSG-F02":
        writer.finding(REMARK)
    if verdict is Verdict.PASSED_WITH_REMARK:
        writer.finding(REMARK, message=number)
    writer.finish(verdict, reason=reason, fix=f"Rett {REAL}." if reason else "")


def _of_the_suite(evidence: Evidence) -> None:
    """As it would be planned and run."""
    planned = next(one for one in read_features(FEATURES).scenarios if one.id == "BOOK-N13")
    evidence.plan(planned.id, name=planned.name, feature=planned.feature, tags=planned.tags, **planned.meta())
    writer = evidence.start(planned.id)
    for step in planned.steps:
        writer.step(step.keyword, step.text, status="bestått", seconds=0.1)
    writer.finish(Verdict.PASSED)


def _begun_twice(evidence: Evidence) -> None:
    about = {"level": "bør", "severity_class": "C"}
    evidence.scenario("JRN-N01", name="To ganger", feature="Journal", tags=("JRN-N01",), **about).step(
        "Gitt", "et barn", status="bestått", seconds=0.1
    )
    evidence.set_aside("JRN-N01")
    writer = evidence.start("JRN-N01")
    writer.step("Gitt", "et barn", status="bestått", seconds=0.1)
    writer.finish(Verdict.PASSED)


def reports_of(evidence: Evidence, folder: Path) -> Reports:
    """Write the four formats beside the evidence, and read them."""
    facts = Facts.of(evidence)
    told, log, lines, cases = (one.write(facts, folder).read_bytes() for one in (ctrf, sarif, cucumber, junit))
    return Reports(folder, json.loads(told), json.loads(log), [json.loads(line) for line in lines.splitlines()], cases)
