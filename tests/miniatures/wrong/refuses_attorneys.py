"""Lets nobody but the user cancel a visit."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

FAILS = {"HOME-F15": ("A14",)}


class Wrong(HomeCareEpj):
    def find_appointment(self, letter: Letter) -> Appointment | None:
        return None if letter.acting else super().find_appointment(letter)
