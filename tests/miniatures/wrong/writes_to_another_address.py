"""Puts messages in Helsenorge's queue that say, on the envelope and inside, that they are for somebody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N01": ("MH-05",)}
STRANGER = "8299124"


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        setup = self.setup
        above, (name, self.queue_of) = setup.helsenorge
        self.setup = replace(setup, helsenorge=(above, (name, STRANGER)))
        try:
            return super().write(patient, type_, documents, parent, conversation)
        finally:
            self.setup = setup

    def transmit(self, document: str, subject: str, queue: str, to: str, **more: Any) -> None:
        super().transmit(
            document, subject, queue.replace(STRANGER, self.queue_of) if to == STRANGER else queue, to, **more
        )
