"""Messages from other health actors go in threads, as written by whoever sent them."""

from __future__ import annotations

from simulator.journal import threads
from simulator.journal.entries import Author
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards.processes import BETWEEN_ACTORS

PROCESSES = tuple(BETWEEN_ACTORS)


def receive(unit: Unit, filing: Filing) -> None:
    """File it in its thread."""
    sender = filing.message.sender
    name = (sender.level2 or sender.level1).name
    threads.receive(unit, filing.message, filing.patient, Author(name))
