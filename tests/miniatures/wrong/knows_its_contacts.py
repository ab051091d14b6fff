"""A message to a helsekontakt that the journal does not have is rejected."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"MSG-F27": ("DIA-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return [*found, ("X99", "Ukjent helsekontakt")] if b"Sakstype>" in delivery.body else found
