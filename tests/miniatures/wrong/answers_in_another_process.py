"""Answers eKontakt, and opens threads, as if the message belonged to another process with the same codes."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import EKONTAKT

FAILS = {"MSG-N01": ("MH-03",), "MSG-N03": ("MH-03",)}


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        name = "DIALOG_INNBYGGER_HELSEPERSONELL" if type_ == EKONTAKT else type_
        return super().write(patient, name, documents, parent, conversation)
