"""Which practitioners the citizen may choose (HITS 1217:2018, 3.11)."""

from __future__ import annotations

from simulator.journal import compose, patients, practitioners
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes
from standards.hodemelding import Payload

PROCESSES = (processes.BEHANDLEROVERSIKT.code,)
FOUND, NONE = "20", "21"


def answer(unit: Unit, filing: Filing) -> tuple[Payload, ...]:
    """All who work here (20); none for one whom the service asked does not follow (21).

    Who may choose whom is for the EPJ to say: no source has a rule.
    """
    if unit.at not in patients.services(unit, filing.patient):
        return (compose.note(unit, NONE, None),)
    return (compose.note(unit, FOUND, None), practitioners.listed(practitioners.everyone(unit)))
