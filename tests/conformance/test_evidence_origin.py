"""Reports, packs and what is sent to others say the same of where the messages of a run come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.origin import REAL, SIMULATED, UNKNOWN, origin_of_records, says_simulated
from conformance.reports.facts import Facts
from conformance.reproducing.bundle import bundle
from conformance.reproducing.choosing import choose
from conformance.reproducing.folder import files
from conformance.verdicts import Verdict
from standards.rules.model import Finding, Severity
from tests.conformance.recorded_runs import OURS, TARGET, THEIRS, ended, envelope, message, recorded, scenario

BREACH = Finding("MH-02", "HITS 1217:2018, 2.3.1", Severity.ERROR, "MsgId er ikke en UUID.")
PARTY = {"name": "Storvik helsestasjon", "parent_name": "Storvik kommune"}


@pytest.mark.parametrize(
    ("says", "simulated"),
    [
        ({}, False),
        ({"environment": "simulert"}, True),
        ({"name": "Simulert journal, profil HsPro"}, True),
        ({"name": "Simulerte Storvik"}, False),
        ({"parties": [PARTY, {**PARTY, "name": "Storvik helsestasjon (simulert)"}]}, True),
        ({"parties": [{**PARTY, "parent_name": "Storvik (SIMULERT)"}]}, True),
        ({"parties": [PARTY]}, False),
    ],
)
def test_what_a_target_says_of_itself_is_believed_everywhere(
    tmp_path: Path, says: dict[str, Any], simulated: bool
) -> None:
    evidence = recorded(tmp_path, {**TARGET, "environment": "test", "name": "Storvik", "parties": [], **says})
    writer = scenario(evidence)
    writer.received(message(THEIRS, "19", ours=False), envelope(THEIRS, ours=False))
    writer.finding(BREACH)
    facts = Facts.of(ended(evidence, writer, Verdict.FAILED))
    (record,) = facts.scenarios
    assert says_simulated(facts.target) is simulated
    assert facts.simulated is simulated
    assert origin_of_records(record.messages, facts.target) == (SIMULATED if simulated else REAL)
    assert (b"**SIMULERT**" in files(evidence, record.id)["LESMEG.md"]) is simulated
    sent_on = bundle(evidence.run(), choose(evidence.scenarios(), record.id), {}, "")
    assert json.loads(sent_on.files["innspill.json"])["simulated"] is simulated


def test_the_name_of_who_sends_is_believed_in_a_report_too(tmp_path: Path) -> None:
    evidence = recorded(tmp_path, {**TARGET, "environment": "test"})
    writer = scenario(evidence)
    raw = b"<MsgHead><MsgInfo><Sender><OrganisationName>Vik (simulert)</OrganisationName></Sender></MsgInfo></MsgHead>"
    writer.received(raw, envelope(THEIRS, ours=False))
    assert Facts.of(ended(evidence, writer)).simulated


def test_where_the_epj_sent_nothing_nobody_knows(tmp_path: Path) -> None:
    evidence = recorded(tmp_path, {**TARGET, "environment": "test"})
    writer = scenario(evidence)
    writer.sent(message(OURS, "HE", ours=True), envelope(OURS, ours=True))
    facts = Facts.of(ended(evidence, writer))
    assert origin_of_records(facts.scenarios[0].messages, facts.target) == UNKNOWN and not facts.simulated
