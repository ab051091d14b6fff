"""Every message is held back for a while."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault, Param
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    seconds = case.random.uniform(case.params["least_ms"], case.params["most_ms"]) / 1000
    return tuple(replace(parcel, seconds=seconds) for parcel in value)


FAULT = Fault(
    id="latency",
    title="Trege meldinger",
    noticed="Svar og timer kommer fram, men sent.",
    caught_by=(),
    hook=Hook.DISPATCH,
    act=_strike,
    params=(
        Param("least_ms", 200, "korteste forsinkelse i millisekunder"),
        Param("most_ms", 2000, "lengste forsinkelse i millisekunder"),
    ),
    fate=Fate.BORNE,
    why="meldinger har ingen frist; bare svar i sanntid har det.",
    borne_in="BOOK-N01",
)
