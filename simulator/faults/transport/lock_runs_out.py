"""The message is dealt with, and not taken off the bus: it comes again."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Arrival, Hook


def _strike(case: Case, value: Arrival) -> Arrival:
    return replace(value, completed=False)


FAULT = Fault(
    id="lock_runs_out",
    title="Meldingen kommer en gang til fordi den ikke ble kvittert ut",
    noticed="Ingenting, hvis journalen kaster duplikater; ellers står meldingen to ganger.",
    caught_by=(),
    hook=Hook.ARRIVING,
    act=_strike,
    fate=Fate.BORNE,
    why="en melding kan komme igjen når låsen går ut; journalen kaster den som duplikat.",
    borne_in="MSG-N01",
)
