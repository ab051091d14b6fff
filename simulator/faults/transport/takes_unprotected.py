"""Messages are taken that nobody has signed or encrypted."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.cms import WrongContentType
from wire.protected import Inward


def _strike(case: Case, value: Inward) -> Inward:
    return replace(value, overlooked=(*value.overlooked, WrongContentType))


FAULT = Fault(
    id="takes_unprotected",
    title="Tar imot meldinger uten signatur og kryptering",
    noticed="Hvem som helst på bussen kan skrive til helsestasjonen som om det var Helsenorge.",
    caught_by=("TRP-F26", "A23"),
    hook=Hook.OPENS,
    act=_strike,
    cms=True,
)
