"""The message is never dealt with and never taken off the bus, until it is a dead letter."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Arrival, Hook


def _strike(case: Case, value: Arrival) -> Arrival:
    return replace(value, handled=False, completed=False)


FAULT = Fault(
    id="dead_letter",
    title="Meldingen behandles aldri og havner blant døde meldinger",
    noticed="Innbyggeren får verken kvittering eller svar.",
    caught_by=("MSG-N01", "A21"),
    hook=Hook.ARRIVING,
    act=_strike,
)
