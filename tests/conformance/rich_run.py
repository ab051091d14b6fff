"""A run with a bit of everything that a report may have to show, made without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.evidence.store import Evidence
from conformance.reports.facts import Facts
from conformance.verdicts import Verdict
from standards.envelope import Envelope
from standards.rules.model import Finding, Severity

_MESSAGE = (
    b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo>'
    b'<Type V="DIALOG_INNBYGGER_AVTALEAVBESTILLING"/><MsgId>%s</MsgId><Note>&lt;script&gt;</Note></MsgInfo></MsgHead>'
)
ASKING = _MESSAGE % b"7c2a2a0e-56fd-4c1b-9a30-0d8a3ce0a001"
ANSWER = _MESSAGE % b"42"
BREACH = Finding(
    rule="MH-02",
    clause="HITS 1217:2018, 2.3.1",
    severity=Severity.ERROR,
    problem="MsgId er ikke en UUID, så mottakeren må avvise meldingen med E10.",
    where="/mh:MsgHead/mh:MsgInfo/mh:MsgId",
    expected="en UUID med bindestreker",
    found="42",
    fix="Lag en ny UUID for hver melding.",
)
MILD = Finding(
    rule="MH-90", clause="", severity=Severity.REMARK, problem="Noe bør ses på.", where="/mh:MsgHead/mh:MsgInfo/mh:Type"
)
TARGET: dict[str, Any] = {
    "name": "Fjordvik helsestasjon",
    "product": "visma_hspro",
    "vendor": "Visma",
    "version": "4.2",
    "environment": "test",
    "topology": "own_bus",
    "processes": {"DIALOG_INNBYGGER_AVTALEAVBESTILLING": "1.0"},
    "settings": {"cancel_approval": "kan_byttes"},
    "deviations": [
        {
            "scenario": "CANCEL-F01",
            "owner": "Visma",
            "approver": "Kari Lie",
            "reason": "Rettes i neste utgave.",
            "scope": "Svar",
            "issued": "2026-01-01",
            "expires": "2099-12-31",
        }
    ],
}


def rich_run(folder: Path, **more: Any) -> Facts:
    """The facts of such a run; `more` is what is different about its target."""
    plan = {"id": "timer", "name": "Timer", "about": "Bare timer.", "scenarios": 5}
    info = {"target": {**TARGET, **more}, "target_file": "/hjemme/Min fil.toml", "plan": plan, "written": 9}
    evidence = Evidence.create(folder / "evidence.sqlite", {**info, "selected": 5, "tool": "epj-testbenk 0.1.0"})
    _failing(evidence)
    _quiet(evidence)
    for number, verdict in enumerate((Verdict.PASSED_WITH_REMARK, Verdict.NOT_APPLICABLE, Verdict.NOT_VERIFIED), 2):
        scenario = _scenario(evidence, f"BOOK-N{number:02}", "kan")
        if verdict is Verdict.PASSED_WITH_REMARK:
            scenario.finding(MILD, message=scenario.received(ANSWER, Envelope()))
        scenario.finish(verdict, reason="" if verdict.is_green else "Testobjektet oppgir ikke prosessen X.")
    evidence.finish(Verdict.FAILED)
    facts = Facts.of(evidence)
    evidence.close()
    return facts


def _scenario(evidence: Evidence, identity: str, level: str) -> Any:
    scenario = evidence.scenario(
        identity,
        name=f"Prøven {identity} <her>",
        feature="Timer",
        level=level,
        severity_class="A",
        processes=["AVTALEAVBESTILLING"],
        description="Merkes slik: forelderen møter til en time som er borte.",
    )
    scenario.step("Når", "noe skjer", status="bestått", seconds=0.1)
    return scenario


def _failing(evidence: Evidence) -> None:
    scenario = _scenario(evidence, "CANCEL-F01", "skal")
    asked: dict[str, Any] = {"params": {}, "data": {}, "seconds": 0.1}
    scenario.intent("create_appointment", sentence="Sett opp en time til Nora.", outcome="done", reason="", **asked)
    scenario.sent(ASKING, Envelope({"message_id": "m1"}, {"fromHerId": "8200002"}), fault="hodet er <ødelagt>")
    scenario.finding(BREACH, message=scenario.received(ANSWER, Envelope({"message_id": "m2"})))
    scenario.waited("kvittering (AppRec)", deadline=10.0, seconds=10.0, came=False)
    by_hand = {"by": "person", "who": "Berit Åsen", "reviewer": "Ola Vik", "review": "enig"}
    scenario.intent("read_journal", sentence="Stemmer det?", outcome="refused", reason="borte", **asked, **by_hand)
    scenario.intent("settle", sentence="Vent til alt er behandlet.", outcome="done", reason="", **asked)
    scenario.finish(Verdict.FAILED, reason="Svaret kom ikke.")


def _quiet(evidence: Evidence) -> None:
    scenario = _scenario(evidence, "BOOK-N01", "bør")
    scenario.put(b'{"resourceType":"Appointment","id":"a1","status":"booked"}', "/timeavtaler/Appointment/a1")
    scenario.finish(Verdict.PASSED)
