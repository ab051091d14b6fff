"""Shows the slot of a cancelled appointment as free, and lets nobody else have it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"CANCEL-N11": ("AVT-14",)}


class Wrong(HonestEpj):
    def is_taken(self, new: Appointment) -> bool:
        kept = self.memory.appointments.values()
        return any(new.practitioner == one.practitioner != "" and one.start == new.start for one in kept)
