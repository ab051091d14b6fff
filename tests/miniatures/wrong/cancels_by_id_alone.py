"""Cancels whatever appointment the ids point at, whoever the message is about."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F10": ("AVT-02",), "CANCEL-F11": ("AVT-02",)}


class Wrong(HonestEpj):
    def find_appointment(self, letter: Letter) -> Appointment | None:
        ids = {letter.event.get("uid", ""), letter.event.get("related-to", "")} - {""}
        return next((one for one in self.memory.appointments.values() if ids & self.ids_of(one)), None)
