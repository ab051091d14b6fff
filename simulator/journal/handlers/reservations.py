"""Timereservasjon: free slots and planned visits in real time, bookings and cancellations afterwards."""

from __future__ import annotations

from simulator.journal import cancellations, compose, planned, slots
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards import processes
from standards.hodemelding import Payload

PROCESSES = (processes.TIMERESERVASJON.code,)


def receive(unit: Unit, filing: Filing) -> None:
    """Book a slot, or cancel."""
    if filing.code == "RT":
        slots.reserve(unit, filing)
    else:
        cancellations.receive(unit, filing)


def answer(unit: Unit, filing: Filing) -> tuple[Payload, ...]:
    """Tell of free slots or planned visits."""
    if filing.code == "HLT":
        return slots.answer(unit, filing)
    if filing.code == "HBT":
        return planned.answer(unit, filing)
    return (compose.note(unit, slots.REJECTED, "Forespørselen kan ikke behandles."),)
