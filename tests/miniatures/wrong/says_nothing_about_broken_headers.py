"""What it cannot read or does not know it throws away without the error queue."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

FAILS = {"MSG-F05": ("A23",), "MSG-F09": ("A23",)}


class Wrong(HonestEpj):
    def send_error(self, delivery: Delivery, fault: Unreadable) -> None:
        """Nothing is sent."""
