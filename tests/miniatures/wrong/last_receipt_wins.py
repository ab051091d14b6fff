"""Lets a later receipt change what the first one said."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import AR

FAILS = {"TRP-F15": ("TL-03",)}


class Wrong(HonestEpj):
    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        sent = self.sent(root.findtext(f"{AR}OriginalMsgId/{AR}Id", ""))
        if sent is not None:
            sent.status = "sendt"
        super().receipt_came(root, delivery)
