"""Answers another health actor in the process that citizens are answered in."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import ACTORS, EKONTAKT

FAILS = {"MSG-N10": ("MH-03",)}


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        name = EKONTAKT if type_ == ACTORS else type_
        return super().write(patient, name, documents, parent, conversation)
