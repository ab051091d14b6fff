"""That there are no free times is told as if there were."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, code, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    theme = root.find(".//{*}TemaKodet")
    if theme is None or code(root) != "04":
        return False
    theme.set("V", "03")
    return True


FAULT = Fault(
    id="says_03_without_times",
    title="Svarer at det er ledige timer, uten noen timer",
    noticed="Forelderen ser en tom liste i stedet for at det ikke er noen ledige timer.",
    caught_by=("BOOK-N31", "LT-06"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="infodoc_plenario",
)
