"""The message says nothing of whom it is about."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, "{*}MsgInfo/{*}Patient")


FAULT = Fault(
    id="no_patient",
    title="Meldingen mangler pasient",
    noticed="Timen kommer ikke til noen: Helsenorge vet ikke hvem den gjelder.",
    caught_by=("BOOK-N01", "MH-06"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
