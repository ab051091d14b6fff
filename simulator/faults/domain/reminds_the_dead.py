"""What is planned is not withdrawn when a child dies or a pregnancy ends, and the family is reminded of it."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal import timebok
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    row = case.unit.row(
        "SELECT * FROM appointment WHERE patient = ? AND status = 'planned' ORDER BY start, id", case.about
    )
    if row is None:
        return value
    timebok.push(case.unit.serving(row["service"]), row, timebok.NEW, "Påminnelse om timen er sendt.")
    return False


FAULT = Fault(
    id="reminds_the_dead",
    title="Minner om timen til et barn som er dødt",
    noticed="Foreldrene får påminnelse om en time til barnet de har mistet.",
    caught_by=("ACC-F01", "ACC-F03", "A16"),
    hook=Hook.WITHDRAWS,
    act=_strike,
)
