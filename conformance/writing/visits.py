"""Writes what a user of home care and her relatives ask about visits: the calendar, and cancellations of a visit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conformance.writing.helsenorge import CANCEL, NO, AppointmentRef, HelsenorgeWriter
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.hodemelding import ACK_NO, Hodemelding
from standards.processes import AVTALEAVBESTILLING, TIMERESERVASJON

if TYPE_CHECKING:
    from conformance.scene import Scene
    from conformance.targets.model import TestPerson

LOOK: Final = Code("HBT", oid(7601), "Hent bestilte timer")
HOME_CARE: Final = "hjemmetjeneste"
"""Role of the party that visits."""


class VisitsWriter(HelsenorgeWriter):
    """Builds the messages of one who is visited at home."""

    def look(self, patient: TestPerson, *, acting: TestPerson | None = None) -> Hodemelding:
        """Asks for the planned visits, in real time (HBT; HITS 1217:2018 3.4.4)."""
        body = Dialogmelding(Foresporsel(LOOK))
        party = self.party_for(HOME_CARE)
        return replace(self._message(TIMERESERVASJON, body, patient, acting, (), party=party), ack=ACK_NO)

    def visit_cancelled(
        self, visit: AppointmentRef, patient: TestPerson, *, reason: str, acting: TestPerson | None = None
    ) -> Hodemelding:
        """A request to cancel a visit (ART), in the process of its own or inside Timereservasjon (3.4.3.1, 3.7)."""
        visit.require_whole()
        own = AVTALEAVBESTILLING.code in self._target.processes
        process = AVTALEAVBESTILLING if own else TIMERESERVASJON
        body = Dialogmelding(Foresporsel(CANCEL, text=reason, extra=NO))
        party = self._party_with(visit.contact) or self.party_for(HOME_CARE)
        return self._message(process, body, patient, acting, (), more=(visit.as_calendar(),), party=party)


def visits_of(scene: Scene) -> VisitsWriter:
    """The writer of a scene."""
    return VisitsWriter(scene.target, scene.clock, scene.new_id)
