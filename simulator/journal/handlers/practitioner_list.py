"""Which practitioners the citizen may choose (HITS 1217:2018, 3.11)."""

from __future__ import annotations

from simulator.journal import compose, practitioners
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes
from standards.helsepersonell import Entry, HelsepersonelListe, Practitioner
from standards.hodemelding import Payload

PROCESSES = (processes.BEHANDLEROVERSIKT.code,)
FOUND = "20"


def answer(unit: Unit, filing: Filing) -> tuple[Payload, ...]:
    """All who work here."""
    entries = tuple(
        Entry((Practitioner(one.family, one.given, (one.ident,), type=practitioners.PROFESSION),))
        for one in practitioners.everyone(unit)
    )
    return (compose.note(unit, FOUND, None), HelsepersonelListe(entries))
