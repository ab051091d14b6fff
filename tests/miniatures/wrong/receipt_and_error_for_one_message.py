"""Sends a positive receipt and an error message for the same faultless message."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter, Unreadable

FAILS = {"MSG-N01": ("AR-05",)}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        super().acknowledge(letter, delivery, refusals)
        if not refusals:
            self.send_error(delivery, Unreadable("ukjent prosess", "transport:unsupported-message"))
