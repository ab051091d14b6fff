"""Sends the id of the slot as uid, the same for all who come together, and that of the appointment as related-to."""

from __future__ import annotations

import uuid
from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

ONLY = ("BOOK-N12", "TIME-N01", "BOOK-F16")


class Legal(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, slot=str(uuid.uuid5(uuid.NAMESPACE_OID, one.start))))
