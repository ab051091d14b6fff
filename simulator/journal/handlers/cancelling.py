"""The citizen's cancellations, in the process of their own."""

from __future__ import annotations

from simulator.journal import cancellations
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes

PROCESSES = (processes.AVTALEAVBESTILLING.code,)


def receive(unit: Unit, filing: Filing) -> None:
    """Answer it, or let it wait for staff."""
    cancellations.receive(unit, filing)
