"""Sends the receipt to the enterprise, and leaves out the service that sent the message."""

from __future__ import annotations

import re

from tests.miniatures.honest import HonestEpj

FAILS = {"TRP-N03": ("KON-06", "AR-03")}


class Wrong(HonestEpj):
    def encode(self, document: str) -> bytes:
        if "<AppRec" in document:
            head, receiver = document.split("<Receiver>")
            document = f"{head}<Receiver>{re.sub('<Dept>.*?</Dept>', '', receiver)}"
        return super().encode(document)
