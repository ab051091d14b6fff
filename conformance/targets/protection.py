"""How bodies are signed and encrypted towards a target: our certificates, those of the parties, and whom we trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography import x509

    from standards.cms import Cipher, Identity, Protection, Sending, Transport, Trust

    Write = Callable[[bytes, Protection, Sending, datetime], tuple[bytes, str]]

SPARES: Final[Mapping[str, str]] = {
    "expired": "et signeringssertifikat som er gått ut på dato",
    "revoked": "et signeringssertifikat som er tilbakekalt",
    "unregistered": "et gyldig signeringssertifikat som ikke er registrert på oss",
    "successor": "et gyldig signeringssertifikat til, som også er registrert på oss",
}
"""Identities of ours that only some scenarios use, and what each is (bokmål)."""


@dataclass(frozen=True)
class Counterpart:
    """The certificates of a party, all that are registered."""

    signing: tuple[x509.Certificate, ...]
    encryption: tuple[x509.Certificate, ...]


@dataclass(frozen=True)
class Otherwise:
    """How one message is protected in another way than agreed, to err on purpose; what is None is as it should be."""

    signer: Identity | None = field(default=None, repr=False)
    recipients: tuple[x509.Certificate, ...] | None = None
    write: Write | None = field(default=None, repr=False)
    """Makes the body and its content-type."""
    signed: bool = True
    """Whether the body that it makes is signed."""


@dataclass(frozen=True)
class MessageProtection:
    """The table [protection], with the files it names read; without `registry` every party is a counterpart."""

    content: Protection
    cipher: Cipher
    transport: Transport
    trust: Trust
    signing: Identity = field(repr=False)
    decryption: tuple[Identity, ...] = field(repr=False)
    """The newest first; those after it open what was encrypted before a change."""
    counterparts: Mapping[str, Counterpart] = field(repr=False)
    registry: bool
    spares: Mapping[str, Identity] = field(repr=False)
    """By the names of `SPARES`, those that the file has."""

    def of_production(self) -> tuple[str, ...]:
        """The tables with a certificate of ours that is made for production (HITS 1216:2018, chapter 3)."""
        own = [("signing", self.signing), *(("decryption", one) for one in self.decryption), *self.spares.items()]
        return tuple(dict.fromkeys(table for table, one in own if _is_for_production(one.certificate)))

    def public(self) -> dict[str, Any]:
        """What may be told: which certificates, and never a key."""
        return {
            "kind": "cms",
            "content": self.content.value,
            "cipher": self.cipher.name,
            "key_transport": self.transport.value,
            "signing": _told(self.signing.certificate),
            "decryption": [_told(one.certificate) for one in self.decryption],
            "registry": self.registry,
            "revocations": self.trust.revocations is not None,
            "spares": {name: _told(one.certificate) for name, one in self.spares.items()},
        }


def _is_for_production(certificate: x509.Certificate) -> bool:
    from cryptography import x509  # noqa: PLC0415  most targets have no certificates

    from standards.cms import PRODUCTION_POLICY  # noqa: PLC0415

    try:
        told = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return any(one.policy_identifier == PRODUCTION_POLICY for one in told)


def _told(certificate: x509.Certificate) -> dict[str, str]:
    from standards.cms import thumbprint  # noqa: PLC0415  most targets have no certificates

    return {
        "subject": certificate.subject.rfc4514_string(),
        "thumbprint": thumbprint(certificate),
        "valid_to": certificate.not_valid_after_utc.isoformat(),
    }
