"""The appointment has no uid."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, ".//{*}vevent/{*}properties/{*}uid")


FAULT = Fault(
    id="missing_uid",
    title="Timen har ingen id",
    noticed="Timen avvises, og kan aldri endres eller avbestilles på Helsenorge.",
    caught_by=("BOOK-N01", "A10"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
