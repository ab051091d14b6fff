"""Gives all the appointments of a patient the same ids."""

from __future__ import annotations

import uuid
from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N14": ("AVT-23",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        own = str(uuid.uuid5(uuid.NAMESPACE_OID, one.patient))
        return super().calendar_of(replace(one, slot=own, id=own))
