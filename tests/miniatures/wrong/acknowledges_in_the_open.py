"""Signs and encrypts what it writes, but not its receipts."""

from __future__ import annotations

from tests.miniatures.protected import OPEN, ProtectedEpj

FAILS = {"TRP-N09": ("CMS-01",)}


class Wrong(ProtectedEpj):
    def carry(self, document: bytes) -> tuple[bytes, str]:
        return (document, OPEN) if b"<AppRec" in document else super().carry(document)
