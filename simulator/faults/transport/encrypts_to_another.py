"""Messages are encrypted to another than the receiver."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.faults.wrapping import to_others
from simulator.journal.hooks import Hook
from wire.protected import Outward


def _strike(case: Case, value: Outward) -> Outward:
    return to_others(value, case.about.elsewhere())


FAULT = Fault(
    id="encrypts_to_another",
    title="Krypterer til en annen enn mottakeren",
    noticed="Helsenorge kan ikke åpne meldingen, og innbyggeren får den ikke.",
    caught_by=("BOOK-N01", "CMS-02"),
    hook=Hook.PROTECTS,
    act=_strike,
    cms=True,
)
