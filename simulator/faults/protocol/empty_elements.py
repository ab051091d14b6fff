"""An element without content stands in the dialog."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    theme = root.find(".//{*}TemaKodet")
    if theme is None or root.find(".//{*}Notat/{*}Tema") is not None:
        return False
    theme.addnext(etree.Element(etree.QName(etree.QName(theme).namespace, "Tema")))
    return True


FAULT = Fault(
    id="empty_elements",
    title="Tomme elementer i meldingen",
    noticed="Innbyggeren kan få se en tom linje eller et tomt felt.",
    caught_by=("MSG-N01", "DM-08"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    fate=Fate.REMARKED,
)
