"""The text is escaped two times."""

from __future__ import annotations

from html import escape

from lxml import etree

from simulator.faults.editing import MESSAGE, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = root.find(".//{*}TekstNotatInnhold")
    if found is None or not found.text:
        return False
    return put(root, ".//{*}TekstNotatInnhold", escape(found.text).encode("ascii", "xmlcharrefreplace").decode())


FAULT = Fault(
    id="escaped_twice",
    title="Teksten er kodet to ganger",
    noticed="Innbyggeren leser «&#229;» der det skulle stått «å».",
    caught_by=("MSG-N07", "EK-01"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
