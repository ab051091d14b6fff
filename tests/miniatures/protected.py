"""The honest EPJ that signs, encrypts, opens and judges; wrong miniatures override one method each."""

from __future__ import annotations

from dataclasses import replace

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.miniatures import der
from tests.miniatures.buslink import BusLink, Delivery
from tests.miniatures.certified import Safe, everything
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Setup
from tests.miniatures.reading import Unreadable

BOTH = "application/pkcs7-mime; smime-type=signed-and-enveloped-data"
OPEN = "text/plain"


class ProtectedEpj(HonestEpj):
    """Everything that is no error message goes signed and encrypted."""

    is_protected = True

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.safe: Safe = everything().safe
        self.link = self.make_link(setup)

    def make_link(self, setup: Setup) -> BusLink:
        """What is sent with."""
        return ProtectedLink(setup, self)

    def receive(self, delivery: Delivery) -> None:
        if delivery.application.get("errorCondition"):
            super().receive(delivery)
            return
        try:
            opened = replace(delivery, body=self.unwrap(delivery))
        except Unreadable as fault:
            self.unopened(delivery, fault)
            return
        super().receive(opened)

    def unopened(self, delivery: Delivery, fault: Unreadable) -> None:
        """Tell the sender why."""
        self.unreadable(delivery, fault)

    def unwrap(self, delivery: Delivery) -> bytes:
        """The document; raises `Unreadable`."""
        self.check_content_type(delivery)
        if delivery.properties.get("content_type") == OPEN:
            return delivery.body
        if not der.is_enveloped(delivery.body):
            raise Unreadable("ikke CMS", "transport:invalid-cms-pkcs")
        try:
            signed = der.read_signed(der.decrypt(delivery.body, self.safe.own_opening))
        except (ValueError, IndexError, StopIteration) as error:
            raise Unreadable("kan ikke dekrypteres", "transport:decryption-failed") from error
        self.check_signature(signed)
        self.check_issuer(signed.signer)
        self.check_registered(signed.signer)
        self.check_usage(signed.signer)
        self.check_dates(signed.signer)
        self.check_revoked(signed.signer)
        return signed.content

    def check_content_type(self, delivery: Delivery) -> None:
        """Signed and encrypted, and nothing less."""
        if delivery.properties.get("content_type") != BOTH:
            raise Unreadable("ikke signert og kryptert", "transport:invalid-field-value")

    def check_signature(self, signed: der.SignedBody) -> None:
        """It is over what came."""
        if not signed.fits:
            raise Unreadable("signaturen stemmer ikke", "transport:invalid-signature")

    def check_issuer(self, signer: x509.Certificate) -> None:
        """It is from the one authority there is."""
        try:
            signer.verify_directly_issued_by(self.safe.root)
        except Exception as error:
            raise Unreadable("ukjent utsteder", "transport:unverified-certificate") from error

    def check_registered(self, signer: x509.Certificate) -> None:
        """It is one of those that the registry has for Helsenorge; one for encryption is there as well."""
        found = signer.fingerprint(hashes.SHA1())
        if found not in self.safe.registered and signer != self.safe.theirs:
            raise Unreadable("et annet sertifikat enn det registrerte", "transport:invalid-certificate")

    def check_usage(self, signer: x509.Certificate) -> None:
        """It is made for signing."""
        if not signer.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment:
            raise Unreadable("feil bruk", "transport:invalid-certificate")

    def check_dates(self, signer: x509.Certificate) -> None:
        """It is in force."""
        if not signer.not_valid_before_utc <= self.setup.clock() <= signer.not_valid_after_utc:
            raise Unreadable("gått ut på dato", "transport:expired-certificate")

    def check_revoked(self, signer: x509.Certificate) -> None:
        """Its issuer has not taken it back."""
        if signer.serial_number in self.safe.revoked:
            raise Unreadable("tilbakekalt", "transport:revoked-certificate")

    def carry(self, document: bytes) -> tuple[bytes, str]:
        """How a document goes over the bus, and the content-type that says so."""
        return der.wrap(document, self.safe.own_signing, self.safe.theirs), BOTH


class ProtectedLink(BusLink):
    """Sends what is no error message as the EPJ says."""

    def __init__(self, setup: Setup, epj: ProtectedEpj) -> None:
        super().__init__(setup.bus, setup.own[1][1], setup.secret)
        self._epj = epj

    def send(
        self,
        queue: str,
        properties: dict[str, str],
        application: dict[str, str],
        body: bytes,
        *,
        ttl_ms: int | None = None,
    ) -> None:
        if "errorCondition" not in application:
            body, kind = self._epj.carry(body)
            properties = {**properties, "content_type": kind}
        super().send(queue, properties, application, body, ttl_ms=ttl_ms)
