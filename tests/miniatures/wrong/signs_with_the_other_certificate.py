"""Signs with the certificate that is made for encryption."""

from __future__ import annotations

from tests.miniatures import der
from tests.miniatures.protected import BOTH, ProtectedEpj

FAILS = {"TRP-N09": ("CMS-04",)}


class Wrong(ProtectedEpj):
    def carry(self, document: bytes) -> tuple[bytes, str]:
        return der.wrap(document, self.safe.own_opening, self.safe.theirs), BOTH
