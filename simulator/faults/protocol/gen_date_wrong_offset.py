"""GenDate has an offset that Norway never has."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, text, writing
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = text(root, "{*}MsgInfo/{*}GenDate")
    return put(root, "{*}MsgInfo/{*}GenDate", found[:19] + "+03:00")


FAULT = Fault(
    id="gen_date_wrong_offset",
    title="Tidspunktet har feil tidssone",
    noticed="Meldingen ser ut til å være sendt noen timer før eller etter at den ble det.",
    caught_by=("BOOK-N01", "MH-15"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    fate=Fate.REMARKED,
)
