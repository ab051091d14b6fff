"""Fetches whatever a message names on the web before it is read."""

from __future__ import annotations

import re
import urllib.request

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {f"SEC-F{number:02}": ("SI-01",) for number in (1, 3, 4, 5)}


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        for address in re.findall(rb"http://127\.0\.0\.1:[0-9]+/[-a-z0-9]+", delivery.body):
            with urllib.request.urlopen(address.decode(), timeout=2) as answer:
                answer.read()
        return super().open(delivery)
