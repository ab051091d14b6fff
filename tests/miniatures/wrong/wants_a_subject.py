"""A question without a subject is rejected."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F21": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        lacks = letter.element == "Foresporsel" and letter.code == "HE" and not letter.subject
        return [*found, ("T02", "Emnet mangler")] if lacks else found
