"""All exceptions of a series stand in one exdate."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    changed = False
    for event in root.iterfind(".//{*}vevent/{*}properties"):
        found = event.findall("{*}exdate")
        for other in found[1:]:
            found[0].extend(list(other))
            event.remove(other)
            changed = True
    return changed


FAULT = Fault(
    id="exceptions_in_one",
    title="Alle unntakene står i én exdate",
    noticed="Kalenderen viser bare det første unntaket, og besøk mens brukeren er på sykehus.",
    caught_by=("HOME-N07", "A26"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
