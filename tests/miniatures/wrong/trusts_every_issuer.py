"""Goes by the name in the certificate, whoever wrote it there."""

from __future__ import annotations

from cryptography import x509

from tests.miniatures.protected import ProtectedEpj

FAILS = {"TRP-F33": ("A23",)}


class Wrong(ProtectedEpj):
    def check_issuer(self, signer: x509.Certificate) -> None:
        """Anybody may issue."""

    def check_registered(self, signer: x509.Certificate) -> None:
        if "Helsenorge" not in signer.subject.rfc4514_string():
            super().check_registered(signer)
