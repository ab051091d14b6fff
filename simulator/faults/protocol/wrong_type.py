"""Type names another process than the message belongs to."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = root.find("{*}MsgInfo/{*}Type")
    if found is None:
        return False
    found.set("V", "DIALOG_INNBYGGER_UKJENT")
    return True


FAULT = Fault(
    id="wrong_type",
    title="Meldingen sier at den er av en annen type",
    noticed="Timen eller svaret dukker ikke opp på Helsenorge.",
    caught_by=("BOOK-N01", "MH-03", "A02"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
