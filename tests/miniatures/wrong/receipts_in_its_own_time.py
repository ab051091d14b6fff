"""Writes the date of the message in the receipt as its own clock has it, without saying which zone that is."""

from __future__ import annotations

from datetime import datetime

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import OSLO
from tests.miniatures.reading import Letter

FAILS = {"TRP-N02": ("KON-05", "AR-02")}


class Wrong(HonestEpj):
    def original_of(self, letter: Letter) -> tuple[str, str, str, str]:
        type_, name, issued, msg_id = super().original_of(letter)
        local = datetime.fromisoformat(issued).astimezone(OSLO).replace(tzinfo=None)
        return type_, name, local.isoformat(), msg_id
