"""Rejects what somebody else than the patient sends, because it does not know Pasientrelasjon."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-N04": ("A21", "A14"), "CANCEL-F06": ("A21", "A14")}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return [("T02", "Ukjent dokument: Pasientrelasjon")] if letter.acting else super().refusals(letter, delivery)
