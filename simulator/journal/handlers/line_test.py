"""The connection test: whoever asks gets an answer at once (HITS 1217:2018, 3.10)."""

from __future__ import annotations

from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes
from standards.dialogmelding import Dialogmelding, Notat
from standards.hodemelding import Payload
from standards.kodeverk.k7603 import K7603

PROCESSES = (processes.TEST.code,)


def answer(unit: Unit, filing: Filing) -> tuple[Payload, ...]:
    """RKT, with no text."""
    return (Dialogmelding(Notat(K7603.cv("RKT"))),)
