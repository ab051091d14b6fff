"""A visit has a new id each time somebody looks."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, new_id, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = root.findall(".//{*}vevent//{*}uid/{*}text")
    for uid in found:
        uid.text = new_id(case)
    return bool(found)


FAULT = Fault(
    id="new_visit_ids",
    title="Besøket får ny id for hvert oppslag",
    noticed="Besøket som brukeren vil avbestille, finnes ikke.",
    caught_by=("HOME-F05", "AVT-01"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
