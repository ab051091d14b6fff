"""The journal has room for so many characters."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault, Param
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook
from standards.dialogmelding import Dialogmelding


def _strike(case: Case, value: Filing) -> Filing:
    body = value.message.dialog.body if value.message.dialog else None
    new = _lossy(value.text, int(case.params["length"]))
    if body is None or new == value.text:
        return value
    first, *rest = value.message.documents
    if not isinstance(first.payload, Dialogmelding):
        return value
    said = replace(first, payload=replace(first.payload, body=replace(body, text=new)))
    return replace(value, message=replace(value.message, documents=(said, *rest)))


def _lossy(text: str, length: int) -> str:
    return text[:length]


FAULT = Fault(
    id="cuts_long_texts",
    title="Lange tekster kuttes",
    noticed="Slutten av det innbyggeren skrev, finnes ikke i journalen.",
    caught_by=("JRN-N01", "JR-07"),
    hook=Hook.FILING,
    act=_strike,
    params=(Param("length", 20, "hvor mange tegn det er plass til"),),
)
