"""Takes messages of a process that it has not declared, and looks for no queue of the sender's: remarks."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

REMARKS = {"TRP-F05": ("KON-01",), "TRP-F06": ("KON-01",)}


class Wrong(HonestEpj):
    def check_envelope(self, delivery: Delivery) -> None:
        """Whatever it says."""

    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        """Any process."""

    def acknowledge(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        usual = {**delivery.properties, "reply_to": f"{letter.sender[1][1]}_async"}
        super().acknowledge(letter, replace(delivery, properties=usual), refusals)
