"""What is about one child is filed on a brother or sister."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook


def _strike(case: Case, value: Filing) -> Filing:
    sibling = case.unit.row(
        "SELECT other.patient FROM guardian JOIN guardian AS other ON other.ident = guardian.ident"
        " WHERE guardian.patient = ?1 AND other.patient <> ?1 ORDER BY other.patient",
        value.patient,
    )
    return value if sibling is None else replace(value, patient=sibling["patient"])


FAULT = Fault(
    id="files_on_the_sibling",
    title="Meldingen føres på søskenet",
    noticed="Helsesykepleieren leser om feil barn, og svaret handler om søskenet.",
    caught_by=("JRN-N01", "JR-06", "JR-07"),
    hook=Hook.FILING,
    act=_strike,
)
