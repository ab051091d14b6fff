"""The list of a citizen's services has only the one that was changed, so Helsenorge ends the others."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    others = root.findall(".//{*}TjenesteOversikt/{*}Tjeneste")[:-1]
    for one in others:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    return bool(others)


FAULT = Fault(
    id="lists_the_changed_only",
    title="Sender bare den nye helsekontakten, ikke hele listen",
    noticed="Når jordmor tar over, forsvinner helsestasjonen fra Helsenorge.",
    caught_by=("ACC-F05", "HK-01"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
