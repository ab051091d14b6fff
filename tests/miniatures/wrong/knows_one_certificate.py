"""Was set up with the one certificate of Helsenorge, and must be set up again for each new one."""

from __future__ import annotations

from cryptography import x509

from tests.miniatures.certified import everything
from tests.miniatures.protected import ProtectedEpj
from tests.miniatures.reading import Unreadable

FAILS = {"TRP-N10": ("A21",)}


class Wrong(ProtectedEpj):
    def check_registered(self, signer: x509.Certificate) -> None:
        if signer != everything().helsenorge["signing"].certificate:
            raise Unreadable("et annet sertifikat enn det vi kjenner", "transport:invalid-certificate")
