"""A visit is told only when it is known who comes."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    """The whole calendar goes when nothing is left in it."""
    planned = [one for one in root.iterfind(".//{*}vevent") if one.findtext(".//{*}status/{*}text") == "TENTATIVE"]
    for event in planned:
        above = event.getparent()
        if above is not None:
            above.remove(event)
    if planned and root.find(".//{*}vevent") is None:
        drop(root, "{*}Document[2]")
        code = root.find(".//{*}TemaKodet")
        if code is not None:
            code.set("V", "02")
            code.set("DN", "Ingen bestilte timer")
    return bool(planned)


FAULT = Fault(
    id="hides_planned_visits",
    title="Planlagte besøk mangler i kalenderen",
    noticed="Brukeren ser ingen besøk før noen er satt opp på dem.",
    caught_by=("HOME-N01", "A19"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
