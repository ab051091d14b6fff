"""What Helsenorge tells of citizens' digital status."""

from __future__ import annotations

from simulator.journal import digital
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes

PROCESSES = (processes.DIGITALBRUKER.code,)


def receive(unit: Unit, filing: Filing) -> None:
    """Note the status."""
    digital.receive(unit, filing.message, filing.patient)
