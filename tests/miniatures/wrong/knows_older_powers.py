"""A power of attorney of a newer kind than the journal knows is rejected."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-F37": ("DIA-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        known = letter.acting.get("relation", "") in ("", "FO", "VE", "FU")
        return found if known else [*found, ("T02", "Ukjent relasjon")]
