"""A series is told without its exceptions."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, ".//{*}exdate")


FAULT = Fault(
    id="drops_exceptions",
    title="Serien mangler unntakene",
    noticed="Kalenderen viser besøk mens brukeren er på sykehus.",
    caught_by=("HOME-N07", "HOME-N03", "A19"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="tietoevry_gerica",
)
