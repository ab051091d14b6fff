"""The transport log keeps the message as it was written out again after parsing."""

from __future__ import annotations

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import parse

FAILS = {"MSG-N46": ("JR-02",), "JRN-N03": ("JR-02",)}


class Wrong(HonestEpj):
    def raw_for_log(self, delivery: Delivery) -> bytes:
        return etree.tostring(parse(delivery.body), encoding="UTF-8", xml_declaration=True, pretty_print=True)
