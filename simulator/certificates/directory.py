"""The parties of a test area with their certificates, as who signs and encrypts reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cryptography import x509

from simulator.certificates.issuing import Subject, Use, read_key
from simulator.certificates.wallet import Certificate, Certificates
from standards.cms import TEST_POLICY, Identity, Revocations, Trust


@dataclass(frozen=True)
class Directory:
    """The parties of one test area with their certificates, as standards.cms reads them."""

    wallet: Certificates
    subjects: Mapping[str, Subject]

    def knows(self, her_id: str) -> bool:
        """Whether it is a party here."""
        return her_id in self.subjects

    def trust(self) -> Trust:
        """The test authority, with what it has revoked."""
        root = x509.load_der_x509_certificate(self.wallet.authority_der())
        lists = Revocations([self.wallet.revocation_list()])
        return Trust((root,), revocations=lists, policies=frozenset({TEST_POLICY}))

    def thumbprints(self, her_id: str) -> tuple[str, ...]:
        """What the registry has had for a party to sign with."""
        return tuple(one.thumbprint for one in self._published(her_id, Use.SIGNING))

    def recipients(self, her_id: str) -> tuple[x509.Certificate, ...]:
        """What is encrypted to a party with."""
        return tuple(certificate_of(one) for one in self._published(her_id, Use.ENCRYPTION))

    def signer(self, her_id: str) -> Identity:
        """What a party signs with."""
        return identity_of(self.wallet.current(her_id, Use.SIGNING, self.subjects[her_id]))

    def identities(self, her_id: str) -> tuple[Identity, ...]:
        """What a party opens with, the newest first."""
        return tuple(identity_of(one) for one in self._published(her_id, Use.ENCRYPTION))

    def _published(self, her_id: str, use: Use) -> tuple[Certificate, ...]:
        return self.wallet.published(her_id, use, self.subjects[her_id])


@dataclass(frozen=True)
class Spares:
    """What a party that errs on purpose may take instead of the right thing; `of` is the counterpart's HER-id."""

    directory: Directory
    own: str
    of: str

    def expired(self) -> Identity:
        """Run out."""
        subject = self.directory.subjects[self.own]
        return identity_of(self.directory.wallet.history(self.own, Use.SIGNING, subject)[-1])

    def revoked(self) -> Identity:
        """Revoked."""
        return identity_of(self.directory.wallet.revoked(self.own, Use.SIGNING, self.directory.subjects[self.own]))

    def unpublished(self) -> Identity:
        """All right, but in no registry."""
        return identity_of(self.directory.wallet.unpublished(self.own, Use.SIGNING, self.directory.subjects[self.own]))

    def self_made(self) -> Identity:
        """Signed by nobody else."""
        return identity_of(self.directory.wallet.self_made(self.own, Use.SIGNING, self.directory.subjects[self.own]))

    def with_authority(self) -> Identity:
        """The right one, with the authority behind it."""
        right = self.directory.signer(self.own)
        authority = x509.load_der_x509_certificate(self.directory.wallet.authority_der())
        return replace(right, chain=(authority,))

    def for_encryption(self) -> Identity:
        """One that is not made to sign with."""
        return self.directory.identities(self.own)[0]

    def elsewhere(self) -> tuple[x509.Certificate, ...]:
        """Somebody else's than the counterpart's to encrypt to."""
        return self.directory.recipients(self.own)


def identity_of(found: Certificate) -> Identity:
    """A certificate with its key."""
    return Identity(read_key(found.pem), certificate_of(found))


def certificate_of(found: Certificate) -> x509.Certificate:
    """The certificate alone."""
    return x509.load_der_x509_certificate(found.der)
