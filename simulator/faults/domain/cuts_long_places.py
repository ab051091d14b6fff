"""The name of a place has room for so many characters."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault, Param
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    place = (value.location or "")[: int(case.params["length"])]
    return value if place == (value.location or "") else replace(value, location=place)


FAULT = Fault(
    id="cuts_long_places",
    title="Lange stedsnavn kuttes",
    noticed="Romnummeret mangler, og forelderen finner ikke fram.",
    caught_by=("BOOK-F20", "AVT-22"),
    hook=Hook.EVENT,
    act=_strike,
    params=(Param("length", 50, "hvor mange tegn det er plass til"),),
    fate=Fate.REMARKED,
)
