"""That a time cannot be had (06) is told as if it were confirmed (05)."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, code, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    theme = root.find(".//{*}TemaKodet")
    if theme is None or code(root) != "06":
        return False
    theme.set("V", "05")
    return True


FAULT = Fault(
    id="confirms_what_is_gone",
    title="Bekrefter timer som ikke er å få",
    noticed="Familien møter til en time som ingen har satt opp.",
    caught_by=("BOOK-F31", "BOOK-F32", "BOOK-N34", "LT-03"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    product="infodoc_plenario",
)
