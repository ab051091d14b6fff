"""A cancellation in which nobody has written why is rejected."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal import inspection
from simulator.journal.hooks import Hook
from standards.codes import Code
from standards.hodemelding import Hodemelding


def _strike(case: Case, value: tuple[Code, ...]) -> tuple[Code, ...]:
    return value if value or not _says_nothing(case.about) else (inspection.error("T02", "Begrunnelsen mangler"),)


def _says_nothing(message: Hodemelding) -> bool:
    return message.dialog is not None and message.dialog.code == "ART" and not message.dialog.body.text


FAULT = Fault(
    id="demands_a_reason",
    title="Avviser avbestillinger uten begrunnelse",
    noticed="Forelderen får ikke avbestilt fordi hun ikke ville skrive noen grunn.",
    caught_by=("CANCEL-N06", "A21"),
    hook=Hook.ERRORS,
    act=_strike,
)
