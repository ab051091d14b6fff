"""Only guardians that the journal has been told of may write for a child."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F17": ("A21",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        stranger = letter.acting.get("relation") == "VE"
        return [*found, ("X99", "Den som skriver, er ikke registrert som foresatt")] if stranger else found
