"""Digital status from Helsenorge (DIGITALBRUKER, SDAB): 1 active, 2 inactive (HITS 1217:2018, 3.9).

One who comes back is told of the appointments that lie ahead; one who leaves is told of nothing more.
"""

from __future__ import annotations

from simulator.journal import outbox, patients, timebok
from simulator.journal.unit import Unit
from standards.dialogmelding import Foresporsel
from standards.hodemelding import Hodemelding

ACTIVE, INACTIVE = "1", "2"


def receive(unit: Unit, message: Hodemelding, patient: str) -> None:
    """Note the citizen's status; other codes of the process change nothing here."""
    body = message.dialog.body if message.dialog else None
    if not isinstance(body, Foresporsel) or body.type.v != "SDAB" or body.extra is None:
        return
    if body.extra.v == ACTIVE:
        away = not patients.reachable(unit, patient)
        patients.set_digital(unit, patient, "aktiv")
        if away:
            timebok.push_ahead(unit, patient)
    elif body.extra.v == INACTIVE:
        patients.set_digital(unit, patient, "inaktiv")
        outbox.drop_pushes(unit, patient)
