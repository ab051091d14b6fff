"""Takes a citizen's message from whoever sends it."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"SEC-F09": ("A23", "JR-03"), "SEC-F10": ("A23", "JR-03")}


class Wrong(HonestEpj):
    def is_from_helsenorge(self, delivery: Delivery) -> bool:
        return True

    def is_spoofed(self, letter: Letter, delivery: Delivery) -> bool:
        return False

    def check_envelope(self, delivery: Delivery) -> None:
        """Whatever it says."""
