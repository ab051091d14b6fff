"""related-to is left out."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    return replace(value, related_to=None) if value.related_to else value


FAULT = Fault(
    id="related_to_lost",
    title="Timen mangler henvisningen til timeboken",
    noticed="Ingenting, når timen beholder sin uid.",
    caught_by=(),
    hook=Hook.EVENT,
    act=_strike,
    fate=Fate.BORNE,
    why="related-to er ikke påkrevd: timen kjennes igjen på uid, som er den samme.",
    borne_in="CANCEL-N01",
)
