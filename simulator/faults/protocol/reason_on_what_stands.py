"""A visit that was called off stands as confirmed, with the reason."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    changed = False
    for event in root.iterfind(".//{*}vevent"):
        if event.find(".//{*}x-cancellation-reason") is not None:
            changed |= put(event, ".//{*}status/{*}text", "CONFIRMED")
    return changed


FAULT = Fault(
    id="reason_on_what_stands",
    title="Avlyst besøk står med grunn til avlysning",
    noticed="Brukeren ser et besøk som ikke kommer.",
    caught_by=("HOME-F14", "A27"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
