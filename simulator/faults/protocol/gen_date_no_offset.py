"""GenDate has no offset."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, text, writing
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = text(root, "{*}MsgInfo/{*}GenDate")
    return put(root, "{*}MsgInfo/{*}GenDate", found[:19])


FAULT = Fault(
    id="gen_date_no_offset",
    title="Tidspunktet mangler tidssone",
    noticed="Meldingen kan bli sortert på feil sted i tråden.",
    caught_by=("BOOK-N01", "MH-15"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    fate=Fate.REMARKED,
)
