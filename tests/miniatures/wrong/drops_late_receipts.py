"""Throws away a receipt that comes after four days."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import AR

FAILS = {"TIME-F02": ("TL-05",), "TIME-F04": ("TL-01",)}


class Wrong(HonestEpj):
    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        sent = self.sent(root.findtext(f"{AR}OriginalMsgId/{AR}Id", ""))
        if sent is None or not self.is_late(sent):
            super().receipt_came(root, delivery)
