"""Refuses a message that says which helsekontakt it is for."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.contacts import ContactsEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"ACC-N06": ("A21",)}


class Wrong(ContactsEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        found = super().refusals(letter, delivery)
        return [*found, ("X99", "Ukjent sakstype")] if b"Sakstype" in delivery.body else found
