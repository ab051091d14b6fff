"""An answer in real time comes too late."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault, Param
from simulator.journal.hooks import Hook, Parcel


def _strike(case: Case, value: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    if not value[0].message.envelope.to.endswith("_syncreply"):
        return value
    return (replace(value[0], seconds=case.params["ms"] / 1000),)


FAULT = Fault(
    id="late_sync_answer",
    title="Svaret i sanntid kommer for sent",
    noticed="Innbyggeren ser «noe gikk galt», selv om svaret var på vei.",
    caught_by=("MSG-N08", "A20"),
    hook=Hook.DISPATCH,
    act=_strike,
    params=(Param("ms", 16_000, "hvor lenge svaret holdes tilbake, i millisekunder"),),
)
