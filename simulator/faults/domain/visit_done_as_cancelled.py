"""A visit that was carried out is told as called off."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return root.findtext(".//{*}vevent//{*}status/{*}text") == "COMPLETED" and put(
        root, ".//{*}vevent//{*}status/{*}text", "CANCELLED"
    )


FAULT = Fault(
    id="visit_done_as_cancelled",
    title="Utført besøk meldes som avlyst",
    noticed="Datteren tror at ingen har vært hos moren i dag.",
    caught_by=("HOME-N08", "HV-04"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    product="tietoevry_gerica",
)
