"""A series is told as if it never ended."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, ".//{*}recur/{*}until")


FAULT = Fault(
    id="series_without_end",
    title="Serien har ingen slutt",
    noticed="Brukeren venter på besøk etter at tjenesten er avsluttet.",
    caught_by=("HOME-F10", "A19"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
