"""Gives no answer in real time about somebody without a journal."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.contacts import ContactsEpj
from tests.miniatures.reading import Letter

FAILS = {"ACC-F07": ("A20",)}


class Wrong(ContactsEpj):
    def answer_unknown(self, letter: Letter, delivery: Delivery) -> None:
        """Nothing is sent."""
