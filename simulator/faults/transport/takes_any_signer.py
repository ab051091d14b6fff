"""It is not seen that the signer is another than the sender."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from wire.protected import Inward


def _strike(case: Case, value: Inward) -> Inward:
    return value if value.registered is None else replace(value, registered=None)


FAULT = Fault(
    id="takes_any_signer",
    title="Ser ikke at en annen enn avsenderen har signert",
    noticed="En annen virksomhet kan skrive som Helsenorge.",
    caught_by=("TRP-F34", "A23"),
    hook=Hook.OPENS,
    act=_strike,
    cms=True,
)
