"""Protests against a negative receipt with an error message."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import AR, Unreadable

FAILS = {"TRP-F12": ("KON-04",)}


class Wrong(HonestEpj):
    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        super().receipt_came(root, delivery)
        if root.find(f"{AR}Status[@V='2']") is not None:
            self.send_error(delivery, Unreadable("vi er ikke enige", "transport:invalid-field-value"))
