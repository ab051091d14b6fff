"""Opens whatever can be opened, whatever the envelope says it is."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F35": ("A23",)}


class Wrong(ProtectedEpj):
    def check_content_type(self, delivery: Delivery) -> None:
        """The body tells."""
