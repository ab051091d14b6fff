"""What becomes of a helsekontakt is never told to Helsenorge."""

from __future__ import annotations

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook, Outgoing
from standards.processes import HELSEKONTAKT


def _act(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    kept = tuple(out for out in value if out.envelope.subject != HELSEKONTAKT.code)
    return value if len(kept) == len(value) else kept


FAULT = Fault(
    id="tells_no_contact",
    title="Melder ikke helsekontakten",
    noticed="Innbyggeren finner ikke tjenesten på Helsenorge, eller skriver til en hun ikke lenger har.",
    caught_by=("ACC-N05", "ACC-F08", "HK-06"),
    hook=Hook.OUTGOING,
    act=_act,
    fate=Fate.REMARKED,
    product="infodoc_plenario",
)
