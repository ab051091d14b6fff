"""Whoever works in one service reads what the others have filed."""

from __future__ import annotations

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _act(case: Case, value: bool) -> bool:
    return False


FAULT = Fault(
    id="opens_every_door",
    title="Alle tjenester ser alt som er ført",
    noticed="Helsesykepleieren på skolen leser det den gravide har skrevet til jordmor.",
    caught_by=("ACC-F09", "ACC-F10", "TG-01"),
    hook=Hook.BOUND,
    act=_act,
    fate=Fate.REMARKED,
)
