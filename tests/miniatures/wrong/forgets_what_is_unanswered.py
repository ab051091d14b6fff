"""Never tells staff that a message has had no receipt."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Logged

FAILS = {"TIME-F01": ("TL-04",)}


class Wrong(HonestEpj):
    def is_late(self, one: Logged) -> bool:
        return False
