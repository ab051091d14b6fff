"""Takes a signature made with a certificate for encryption."""

from __future__ import annotations

from cryptography import x509

from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F32": ("A23",)}


class Wrong(ProtectedEpj):
    def check_usage(self, signer: x509.Certificate) -> None:
        """A key is a key."""
