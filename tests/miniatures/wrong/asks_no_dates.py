"""Takes a certificate that has run out."""

from __future__ import annotations

from cryptography import x509

from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F30": ("A23",)}


class Wrong(ProtectedEpj):
    def check_dates(self, signer: x509.Certificate) -> None:
        """It was good once."""
