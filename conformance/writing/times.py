"""Writes what citizens ask about times: wishes, searches for free times, and bookings of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from conformance.writing.helsenorge import NO, YES, AppointmentRef, HelsenorgeWriter
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.hodemelding import ACK_NO, Hodemelding
from standards.processes import TIMEONSKE, TIMERESERVASJON, Process

if TYPE_CHECKING:
    from conformance.scene import Scene
    from conformance.targets.model import TargetParty, TestPerson

WISH: Final = Code("OT", oid(7601), "Ønske om time")
WISH_CANCELLED: Final = Code("OAT", oid(7601), "Ønske om avbestilling av time")
SEARCH: Final = Code("HLT", oid(7601), "Hent ledige timer")
RESERVE: Final = Code("RT", oid(7601), "Reserver time")


class TimesWriter(HelsenorgeWriter):
    """Builds the messages in which citizens ask for times."""

    def wish(
        self,
        patient: TestPerson,
        *,
        text: str,
        process: Process = TIMEONSKE,
        subject: str | None = None,
        acting: TestPerson | None = None,
        party: TargetParty | None = None,
    ) -> Hodemelding:
        """A wish for a time, in free words (OT; HITS 1217:2018 3.5)."""
        body = Dialogmelding(Foresporsel(WISH, subject, text, extra=YES))
        return self._message(process, body, patient, acting, (), party=party)

    def wish_cancelled(
        self,
        appointment: AppointmentRef,
        patient: TestPerson,
        *,
        process: Process = TIMEONSKE,
        reason: str | None = None,
        acting: TestPerson | None = None,
    ) -> Hodemelding:
        """A wish to cancel the time that came of a wish (OAT), the appointment echoed as received."""
        appointment.require_whole()
        body = Dialogmelding(Foresporsel(WISH_CANCELLED, text=reason, extra=NO))
        party = self._party_with(appointment.contact)
        return self._message(process, body, patient, acting, (), more=(appointment.as_calendar(),), party=party)

    def search(
        self,
        patient: TestPerson,
        first: date,
        last: date,
        *,
        acting: TestPerson | None = None,
        party: TargetParty | None = None,
    ) -> Hodemelding:
        """A search for free times in a period, answered in real time (HLT; HITS 1217:2018 3.4.2)."""
        body = Dialogmelding(Foresporsel(SEARCH, from_date=first, to_date=last))
        return replace(self._message(TIMERESERVASJON, body, patient, acting, (), party=party), ack=ACK_NO)

    def reservation(
        self,
        slot: AppointmentRef,
        patient: TestPerson,
        *,
        text: str | None = None,
        acting: TestPerson | None = None,
    ) -> Hodemelding:
        """A booking of a free time, echoed as it was offered (RT; HITS 1217:2018 3.4.3.1)."""
        slot.require_whole()
        body = Dialogmelding(Foresporsel(RESERVE, text=text, extra=NO))
        party = self._party_with(slot.contact)
        return self._message(TIMERESERVASJON, body, patient, acting, (), more=(slot.as_calendar(),), party=party)


def times_of(scene: Scene) -> TimesWriter:
    """The writer of a scene."""
    return TimesWriter(scene.target, scene.clock, scene.new_id)
