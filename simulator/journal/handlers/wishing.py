"""Wishes for a time."""

from __future__ import annotations

from simulator.journal import wishes
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes

PROCESSES = (processes.TIMEONSKE.code, processes.TIMEONSKEUNGDOM.code)


def receive(unit: Unit, filing: Filing) -> None:
    """Keep it for staff."""
    wishes.receive(unit, filing)
