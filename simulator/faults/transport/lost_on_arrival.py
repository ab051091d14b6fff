"""The message is taken off the bus before it is stored."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Arrival, Hook


def _strike(case: Case, value: Arrival) -> Arrival:
    return replace(value, handled=False)


FAULT = Fault(
    id="lost_on_arrival",
    title="Meldingen tas av bussen uten å bli lagret",
    noticed="Innbyggeren får verken kvittering eller svar, og meldingen finnes ikke i journalen.",
    caught_by=("MSG-N01", "A21"),
    hook=Hook.ARRIVING,
    act=_strike,
)
