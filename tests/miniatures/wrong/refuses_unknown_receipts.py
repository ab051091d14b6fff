"""Sends an error message for a receipt about something it has not sent."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import AR, Unreadable

FAILS = {"TRP-F13": ("KON-04",)}


class Wrong(HonestEpj):
    def receipt_came(self, root: etree._Element, delivery: Delivery) -> None:
        if self.sent(root.findtext(f"{AR}OriginalMsgId/{AR}Id", "")) is None:
            self.send_error(delivery, Unreadable("ukjent melding", "transport:invalid-field-value"))
        else:
            super().receipt_came(root, delivery)
