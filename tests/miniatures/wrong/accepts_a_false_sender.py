"""Believes the document about who sent it, whatever the transport says."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-F07": ("A23",)}


class Wrong(HonestEpj):
    def is_spoofed(self, letter: Letter, delivery: Delivery) -> bool:
        return False
