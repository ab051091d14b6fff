"""An appointment that is kept from parents is sent as any other."""

from __future__ import annotations

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str | None) -> str | None:
    return None


FAULT = Fault(
    id="tells_what_parents_must_not_see",
    title="Timer som foreldrene ikke skal se, sendes",
    noticed="Forelderen ser på Helsenorge at ungdommen skal til helsesykepleier.",
    caught_by=("BOOK-N13", "BOOK-F21", "AVT-26"),
    hook=Hook.WITHHELD,
    act=_strike,
    fate=Fate.REMARKED,
)
