"""The last receipt for a message counts, and not the first."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str | None) -> str | None:
    return None if case.about["status"] in ("kvittert", "avvist") else value


FAULT = Fault(
    id="last_receipt_counts",
    title="Den siste kvitteringen gjelder, ikke den første",
    noticed="Helsestasjonen slutter å sende beskjeder til en forelder som bruker Helsenorge.",
    caught_by=("BOOK-F06", "BOOK-F07", "BOOK-F08", "TL-03", "A16"),
    hook=Hook.RECEIPT,
    act=_strike,
)
