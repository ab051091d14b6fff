"""A series of weeks is told as one of months."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    weekly = root.findtext(".//{*}recur/{*}freq") == "WEEKLY"
    return weekly and put(root, ".//{*}recur/{*}freq", "MONTHLY")


FAULT = Fault(
    id="series_by_month",
    title="Serien går månedlig",
    noticed="Kalenderen viser ett besøk i måneden, eller ingenting.",
    caught_by=("HOME-N02", "A26"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
