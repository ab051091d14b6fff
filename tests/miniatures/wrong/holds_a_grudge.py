"""Takes nothing more from a sender whose message it has refused."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"TRP-F22": ("A21",)}


class Wrong(HonestEpj):
    blocked = False

    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        if self.blocked:
            return [*found, ("X99", "Avsenderen er sperret etter en melding med feil")]
        self.blocked = bool(found)
        return found
