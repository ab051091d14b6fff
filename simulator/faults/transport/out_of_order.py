"""What was put in the outbox last goes before what was put there in the same breath."""

from __future__ import annotations

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    before = case.unit.row(
        "SELECT outbox.number FROM outbox JOIN transport ON transport.number = outbox.transport"
        " WHERE outbox.number = ? AND time = ? AND urgent = 0",
        case.about - 1,
        case.unit.stamp,
    )
    if before is None:
        return value
    for old, new in ((case.about - 1, -1), (case.about, case.about - 1), (-1, case.about)):
        case.unit.run("UPDATE outbox SET number = ? WHERE number = ?", new, old)
    return False


FAULT = Fault(
    id="out_of_order",
    title="Meldinger sendes i feil rekkefølge",
    noticed="Svaret kommer før kvitteringen på spørsmålet.",
    caught_by=(),
    hook=Hook.IN_ORDER,
    act=_strike,
    fate=Fate.BORNE,
    why="bussen lover ingen rekkefølge mellom kvittering og svar.",
    borne_in="CANCEL-N01",
)
