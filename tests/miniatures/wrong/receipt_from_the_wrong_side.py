"""Sender and Receiver of the receipt are not swapped."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-N01": ("AR-03",)}


class Wrong(HonestEpj):
    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        turned = replace(letter, sender=letter.receiver, receiver=letter.sender)
        reply = {**delivery.properties, "reply_to": f"{letter.sender[1][1]}_async"}
        super().acknowledge(turned, replace(delivery, properties=reply), refusals)
