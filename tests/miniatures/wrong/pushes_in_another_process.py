"""Sends appointments under a process name that nobody has."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import UTSENDING

FAILS = {"BOOK-N01": ("MH-03",), "BOOK-F04": ("MH-03",)}


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        name = "DIALOG_INNBYGGER_AVTALE" if type_ == UTSENDING else type_
        return super().write(patient, name, documents, parent, conversation)
