"""Never looks at the list of certificates that are revoked."""

from __future__ import annotations

from cryptography import x509

from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F31": ("A23",)}


class Wrong(ProtectedEpj):
    def check_revoked(self, signer: x509.Certificate) -> None:
        """Nobody steals certificates."""
