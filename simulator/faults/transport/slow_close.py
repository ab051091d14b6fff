"""The connection stays open for a while after the bus has answered, so that the next message waits."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault, Param
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    return tuple(replace(parcel, lingers=case.params["ms"] / 1000) for parcel in value)


FAULT = Fault(
    id="slow_close",
    title="Forbindelsen lukkes sent",
    noticed="Det som sendes like etter, kommer sent fram, og meldingen står lenge som ikke sendt.",
    caught_by=(),
    hook=Hook.DISPATCH,
    act=_strike,
    params=(Param("ms", 2000, "hvor lenge forbindelsen står åpen, i millisekunder"),),
    fate=Fate.BORNE,
    why="meldingen kom fram, og de neste har ingen frist; bare svar i sanntid har det.",
    borne_in="BOOK-N01",
)
