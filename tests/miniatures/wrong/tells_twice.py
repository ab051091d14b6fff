"""After the answer 08 it also sends Avtale 08; no source forbids it outright, so this is a remark."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation

REMARKS = {"CANCEL-N01": ("A15",), "CANCEL-N02": ("A15",)}


class Wrong(HonestEpj):
    def accept(self, one: Appointment, wish: Cancellation, text: str) -> None:
        super().accept(one, wish, text)
        self.push("08", one)
