"""The sender is the municipality alone, without the service."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, "{*}MsgInfo/{*}Sender/{*}Organisation/{*}Organisation")


FAULT = Fault(
    id="one_level_sender",
    title="Avsenderen er bare kommunen",
    noticed="Innbyggeren ser at kommunen har skrevet, men ikke hvilken tjeneste.",
    caught_by=("BOOK-N01", "MH-04"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
