"""The envelope has another subject than the type of the message."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.editing import MESSAGE, each, with_properties
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: _other(out) if out.kind == MESSAGE else out)


def _other(out: Outgoing) -> Outgoing:
    return replace(out, envelope=with_properties(out.envelope, subject="DIALOG_INNBYGGER_BEHANDLERSKIFTE"))


FAULT = Fault(
    id="wrong_subject",
    title="Konvolutten sier en annen meldingstype enn meldingen",
    noticed="Helsenorge legger meldingen i feil kø, og innbyggeren ser den ikke.",
    caught_by=("BOOK-N01", "A02"),
    hook=Hook.OUTGOING,
    act=_strike,
)
