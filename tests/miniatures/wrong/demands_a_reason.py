"""Rejects a cancellation in which the parent has not written why."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import AVBESTILLING, Refusal
from tests.miniatures.reading import Letter

FAILS = {"CANCEL-N06": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        silent = letter.type == AVBESTILLING and not letter.text
        return [*found, ("T02", "Begrunnelsen mangler")] if silent else found
