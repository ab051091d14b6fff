"""Writes the place with the letters of western Europe alone."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"BOOK-N15": ("A10",)}


class Wrong(HonestEpj):
    def calendar_of(self, one: Appointment) -> str:
        place = one.location.encode("latin-1", "replace").decode("latin-1")
        return super().calendar_of(replace(one, location=place))
