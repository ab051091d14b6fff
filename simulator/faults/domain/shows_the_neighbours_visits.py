"""The calendar of one user has the visits of the others too."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from simulator.faults.editing import ANSWER, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    own, patient = root.find(".//{*}vevent"), root.findtext("{*}MsgInfo/{*}Patient/{*}Ident/{*}Id")
    others = case.unit.rows('SELECT id, start, "end" FROM plan WHERE patient <> ? ORDER BY start, id', patient)
    if own is None or (above := own.getparent()) is None:
        return False
    for row in others:
        event = deepcopy(own)
        for name, form, value in (("dtstart", "date-time", row["start"]), ("dtend", "date-time", row["end"])):
            put(event, f".//{{*}}{name}/{{*}}{form}", value)
        put(event, ".//{*}uid/{*}text", row["id"])
        above.append(event)
    return bool(others)


FAULT = Fault(
    id="shows_the_neighbours_visits",
    title="Kalenderen viser andres besøk",
    noticed="Brukeren ser når naboen får hjelp.",
    caught_by=("HOME-F02", "A19"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
