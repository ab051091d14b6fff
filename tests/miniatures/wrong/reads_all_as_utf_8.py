"""Reads every message as UTF-8, whatever it says of itself."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N43": ("JR-07",)}


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        text = re.sub(r"<\?xml[^>]*\?>", "", delivery.body.decode("utf-8", "replace"))
        return super().open(replace(delivery, body=text.encode()))
