"""A cancellation by the patient herself is rejected, as if somebody had to act for her."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal import inspection
from simulator.journal.hooks import Hook
from standards.codes import Code
from standards.hodemelding import Hodemelding


def _strike(case: Case, value: tuple[Code, ...]) -> tuple[Code, ...]:
    return value if value or not _acts_alone(case.about) else (inspection.error("T02", "Pasientrelasjon mangler"),)


def _acts_alone(message: Hodemelding) -> bool:
    return message.dialog is not None and message.dialog.code == "ART" and message.acting is None


FAULT = Fault(
    id="demands_a_representative",
    title="Avviser avbestillinger som pasienten sender selv",
    noticed="Ungdommen og den gravide får ikke avbestilt timene sine.",
    caught_by=("CANCEL-N14", "A21"),
    hook=Hook.ERRORS,
    act=_strike,
)
