"""Closes a wish that staff said no to, and tells the parent nothing."""

from __future__ import annotations

from tests.miniatures.family import FamilyEpj, Wish

FAILS = {"BOOK-N42": ("ON-01",)}


class Wrong(FamilyEpj):
    def turn_down(self, wish: Wish, text: str) -> None:
        """Nothing is sent."""
