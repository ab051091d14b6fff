"""Sends an error message for every error message it gets."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

FAILS = {"TRP-F14": ("KON-04",)}


class Wrong(HonestEpj):
    def error_came(self, delivery: Delivery) -> None:
        super().error_came(delivery)
        self.send_error(delivery, Unreadable("ukjent melding", "transport:invalid-field-value"))
