"""A series on some days of the week is told as every day."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, drop, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    chosen = root.find(".//{*}recur/{*}byday") is not None
    return chosen and put(root, ".//{*}recur/{*}freq", "DAILY") and drop(root, ".//{*}recur/{*}byday")


FAULT = Fault(
    id="series_every_day",
    title="Ukedagene i serien mangler",
    noticed="Brukeren venter på noen som ikke kommer den dagen.",
    caught_by=("HOME-N02", "A19"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
