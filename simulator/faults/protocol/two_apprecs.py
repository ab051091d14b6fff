"""The receipt is sent twice, as two receipts."""

from __future__ import annotations

from simulator.faults.editing import RECEIPT, another
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook, Outgoing


def _strike(case: Case, value: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    again = tuple(another(case, out) for out in value if out.kind == RECEIPT)
    return (*value, *again) if again else value


FAULT = Fault(
    id="two_apprecs",
    title="To kvitteringer for samme melding",
    noticed="Meldingen kan bli vist både som mottatt og som mottatt en gang til; den som feilsøker, finner to svar.",
    caught_by=("MSG-N01", "AR-05", "A21"),
    hook=Hook.OUTGOING,
    act=_strike,
)
