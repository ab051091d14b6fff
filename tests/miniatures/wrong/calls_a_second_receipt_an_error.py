"""Shows a message as failed when its receipt comes once more."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import AR

FAILS = {"BOOK-F05": ("TL-03",)}


class Wrong(HonestEpj):
    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        sent = self.sent(root.findtext(f"{AR}OriginalMsgId/{AR}Id", ""))
        if sent is not None and sent.status == "kvittert":
            sent.status, sent.error_text = "feilkø", "Uventet kvittering"
        super().receipt_came(root, delivery)
