"""Sender and receiver of the receipt stand as in the message."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import RECEIPT, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    sender, receiver = root.find("{*}Sender/{*}HCP"), root.find("{*}Receiver/{*}HCP")
    if sender is None or receiver is None:
        return False
    home, away = sender.getparent(), receiver.getparent()
    if home is None or away is None:
        return False
    home.append(receiver)
    away.append(sender)
    return True


FAULT = Fault(
    id="apprec_not_mirrored",
    title="Kvitteringen har avsender og mottaker byttet om",
    noticed="Helsenorge får en kvittering som ser ut til å være fra seg selv, og kaster den.",
    caught_by=("MSG-N01", "AR-03"),
    hook=Hook.OUTGOING,
    act=writing(RECEIPT, change=_change),
)
