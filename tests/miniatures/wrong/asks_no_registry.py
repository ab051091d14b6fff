"""Takes any certificate of the right issuer, whomever it is of."""

from __future__ import annotations

from cryptography import x509

from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F34": ("A23",)}


class Wrong(ProtectedEpj):
    def check_registered(self, signer: x509.Certificate) -> None:
        """The issuer will know."""
