"""Puts a question mark for every letter that it cannot read, and takes the message."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj

FAILS = {"TRP-F10": ("A23",)}


class Wrong(HonestEpj):
    def open(self, delivery: Delivery) -> etree._Element:
        return super().open(replace(delivery, body=delivery.body.decode("utf-8", "replace").encode()))
