"""A visit past midnight ends on the day it began."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    changed = False
    for event in root.iterfind(".//{*}vevent"):
        start, end = (event.findtext(f".//{{*}}{name}/{{*}}date-time") or "" for name in ("dtstart", "dtend"))
        if start[:10] != end[:10]:
            changed |= put(event, ".//{*}dtend/{*}date-time", start[:10] + end[10:])
    return changed


FAULT = Fault(
    id="night_ends_where_it_began",
    title="Nattbesøket slutter på feil dag",
    noticed="Kalenderen viser at besøket slutter før det begynner.",
    caught_by=("HOME-F06", "A10", "A11"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
