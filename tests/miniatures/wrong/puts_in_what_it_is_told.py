"""Puts what a message asks for in the journal, fetched long ago and kept: nobody is called, and it still shows."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"SEC-F01": ("SI-01",), "SEC-F03": ("SI-01",)}


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        body, secret = delivery.body, re.search(rb"hemmelig-[0-9a-f]+", delivery.body)
        if secret is not None:
            body = re.sub(rb"<!DOCTYPE.*?\]>", b"", body)
            body = re.sub(rb"&hent;|<xi:include[^>]*/>", secret[0], body)
        return super().open(replace(delivery, body=body))
