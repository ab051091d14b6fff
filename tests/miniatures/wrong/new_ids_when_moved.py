"""After a move neither uid nor related-to is what Helsenorge knows."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N05": ("AVT-01",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        return super().calendar_of(replace(one, id=one.slot))
