"""Dialogs with the citizen go in threads."""

from __future__ import annotations

from simulator.journal import threads
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes

PROCESSES = (
    processes.EKONTAKT.code,
    processes.EKONSULTASJON.code,
    processes.HELSEPERSONELL.code,
    processes.JOURNAL.code,
    processes.KOORDINATOR.code,
)


def receive(unit: Unit, filing: Filing) -> None:
    """File it in its thread."""
    threads.receive(unit, filing.message, filing.patient, filing.author)
