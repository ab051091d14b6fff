"""The envelope says that somebody else sent the message."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from simulator.faults.editing import MESSAGE, each
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    return each(value, lambda out: _other(out) if out.kind == MESSAGE else out)


def _other(out: Outgoing) -> Outgoing:
    changed = MappingProxyType({**out.envelope.application_properties, "fromHerId": "8219999"})
    return replace(out, envelope=replace(out.envelope, application_properties=changed))


FAULT = Fault(
    id="wrong_from_her_id",
    title="Konvolutten har en annen avsender enn meldingen",
    noticed="Helsenorge tar meldingen for et forsøk på svindel og kaster den.",
    caught_by=("BOOK-N01", "MH-05"),
    hook=Hook.OUTGOING,
    act=_strike,
)
