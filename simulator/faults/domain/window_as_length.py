"""A window of time is told as if the visit lasted that long."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, drop, writing
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    windows = [one for one in root.iterfind(".//{*}categories/{*}text") if one.text == "Tidsvindu"]
    for one in windows:
        above = one.getparent()
        if above is not None:
            above.remove(one)
    return bool(windows) and drop(root, ".//{*}x-expected-duration")


FAULT = Fault(
    id="window_as_length",
    title="Tidsvinduet vises som besøkets lengde",
    noticed="Det ser ut som om besøket varer i tre timer.",
    caught_by=("HOME-N05", "HV-02"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    fate=Fate.REMARKED,
    product="tietoevry_gerica",
)
