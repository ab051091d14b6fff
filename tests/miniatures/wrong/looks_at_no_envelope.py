"""Reads the document and never the envelope around it."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"TRP-F02": ("A23",), "TRP-F03": ("A23",), "TRP-F04": ("A23",)}
REMARKS = {"TRP-F06": ("KON-01",)}


class Wrong(HonestEpj):
    def check_envelope(self, delivery: Delivery) -> None:
        """Whatever it says."""

    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        """Any process, from anybody."""

    def is_spoofed(self, letter: Letter, delivery: Delivery) -> bool:
        return False

    def is_for_us(self, letter: Letter, delivery: Delivery) -> bool:
        return True
