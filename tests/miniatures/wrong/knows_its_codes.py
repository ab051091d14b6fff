"""A message with a code that the journal does not know is rejected."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-F29": ("DIA-06",), "MSG-F30": ("DIA-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return found if letter.code in ("HE", "SB", "22", "SDAB", "ART") else [*found, ("T02", "Ukjent kode")]
