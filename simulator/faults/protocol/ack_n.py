"""Ack N on a message that needs a receipt."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    ack = root.find("{*}MsgInfo/{*}Ack")
    if ack is None or ack.get("V") == "N":
        return False
    ack.set("V", "N")
    ack.set("DN", "Nei")
    return True


FAULT = Fault(
    id="ack_n",
    title="Ber ikke om kvittering (Ack N)",
    noticed="Hvis Helsenorge avviser timen, får helsestasjonen aldri vite det.",
    caught_by=("BOOK-N01", "MH-07"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
