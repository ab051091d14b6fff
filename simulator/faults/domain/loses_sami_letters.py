"""Letters outside Latin-1 are lost on the way into the journal."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook
from standards.dialogmelding import Dialogmelding


def _strike(case: Case, value: Filing) -> Filing:
    body = value.message.dialog.body if value.message.dialog else None
    new = _lossy(value.text)
    if body is None or new == value.text:
        return value
    first, *rest = value.message.documents
    if not isinstance(first.payload, Dialogmelding):
        return value
    said = replace(first, payload=replace(first.payload, body=replace(body, text=new)))
    return replace(value, message=replace(value.message, documents=(said, *rest)))


def _lossy(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")


FAULT = Fault(
    id="loses_sami_letters",
    title="Samiske bokstaver blir til spørsmålstegn",
    noticed="Navnet og teksten står med ? for č, đ, ŋ, š, ŧ og ž i journalen.",
    caught_by=("MSG-N07", "JR-07"),
    hook=Hook.FILING,
    act=_strike,
)
