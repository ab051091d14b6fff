"""The checks of a certificate, on sending and on receiving (HITS 1216:2018, 2.1.4 and chapter 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import pairwise

from cryptography import x509
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from standards.cms.faults import CertificateExpired, CertificateUnverified, CmsFault, WrongCertificate
from standards.cms.identities import UNREADABLE, bears, newest, serial_text, thumbprint
from standards.cms.revocation import Revocations, name_text

TEST_POLICY = x509.ObjectIdentifier("2.16.578.1.26.1.0.3.2")
PRODUCTION_POLICY = x509.ObjectIdentifier("2.16.578.1.26.1.3.2")
"""The policies that receivers look for (HITS 1216:2018, chapter 3)."""


class Use(Enum):
    """What a certificate is to be used for; the value is the bits of key usage of which one must be set.

    The sources name one of the two bits each for encryption, so ENCRYPTION takes either.
    """

    SIGNING = ("content_commitment",)
    ENCRYPTION = ("key_encipherment", "data_encipherment")
    KEY_ENCIPHERMENT = ("key_encipherment",)
    DATA_ENCIPHERMENT = ("data_encipherment",)


_BITS = {
    "content_commitment": "nonRepudiation",
    "key_encipherment": "keyEncipherment",
    "data_encipherment": "dataEncipherment",
}


@dataclass(frozen=True)
class Trust:
    """Whom the receiver trusts; without `revocations` none are looked up, without `policies` any will do."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    revocations: Revocations | None = None
    policies: frozenset[x509.ObjectIdentifier] = frozenset()


def check(
    certificate: x509.Certificate,
    use: Use,
    *,
    at: datetime,
    trust: Trust,
    registered: Sequence[str] | None = None,
    along: Sequence[x509.Certificate] = (),
) -> None:
    """Raise the first fault that `faults` finds."""
    found = faults(certificate, use, at=at, trust=trust, registered=registered, along=along)
    if found:
        raise found[0]


def faults(
    certificate: x509.Certificate,
    use: Use,
    *,
    at: datetime,
    trust: Trust,
    registered: Sequence[str] | None = None,
    along: Sequence[x509.Certificate] = (),
) -> list[CmsFault]:
    """All that is wrong with it at this time, which must have a zone.

    `registered` are the thumbprints that the registry has for the party, of which several may be in force in parallel;
    None when it has not been asked. `along` are certificates that came with the message, trusted only through a root.
    """
    if at.tzinfo is None:
        raise ValueError("The time needs a zone.")
    simple = (
        _registered(certificate, registered),
        _dates(certificate, at),
        _usage(certificate, use),
        _policy(certificate, trust.policies),
    )
    found = [fault for fault in simple if fault is not None]
    path = _path(certificate, at, trust, along)
    if isinstance(path, CmsFault):
        return [*found, path]
    if trust.revocations is not None:
        revoked = (trust.revocations.fault(one, issuer, at) for one, issuer in pairwise(path))
        found += [fault for fault in revoked if fault is not None]
    return found


def newest_usable(certificates: Iterable[x509.Certificate], use: Use, *, at: datetime) -> x509.Certificate:
    """The newest of several in parallel that may be used now; CertificateMissing if none may."""
    return newest(one for one in certificates if _dates(one, at) is None and _usage(one, use) is None)


def _registered(certificate: x509.Certificate, registered: Sequence[str] | None) -> CmsFault | None:
    if registered is None or any(bears(certificate, one) for one in registered):
        return None
    expected, found = ", ".join(one.strip() for one in registered), thumbprint(certificate)
    return WrongCertificate(
        "Sertifikatet er et annet enn det Adresseregisteret har for parten",
        expected=f"avtrykk {expected}" if expected else "et registrert sertifikat; registeret har ingen",
        found=f"avtrykk {found}",
        fix="Registrer sertifikatet i Adresseregisteret, eller bruk det som står der",
        data=(expected, found),
    )


def _dates(certificate: x509.Certificate, at: datetime) -> CmsFault | None:
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if start <= at <= end:
        return None
    late = at > end
    return CertificateExpired(
        "Sertifikatet er gått ut på dato" if late else "Sertifikatet gjelder ikke ennå",
        expected=f"et sertifikat som gjelder {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        found=f"gyldig fra {start:%Y-%m-%d %H:%M} til {end:%Y-%m-%d %H:%M} UTC",
        fix="Ta i bruk et nytt sertifikat, og registrer det i Adresseregisteret"
        if late
        else "Bruk det forrige sertifikatet til det nye gjelder, og se etter at klokken går riktig",
        data=(f"{start:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}"),
    )


def _usage(certificate: x509.Certificate, use: Use) -> CmsFault | None:
    try:
        told = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        has: list[str] = []
    except UNREADABLE:
        return _not_for_this(use, "utvidelser som ikke lar seg lese", certificate)
    else:
        has = [name for name in _BITS if getattr(told, name)]
    if set(has) & set(use.value):
        return None
    return _not_for_this(use, ", ".join(_BITS[name] for name in has) or "ingen av dem", certificate)


def _not_for_this(use: Use, found: str, certificate: x509.Certificate) -> CmsFault:
    kind = "et signeringssertifikat" if use is Use.SIGNING else "et krypteringssertifikat"
    return WrongCertificate(
        "Sertifikatet er ikke laget for denne bruken",
        expected=f"{kind} med {' eller '.join(_BITS[name] for name in use.value)} i key usage",
        found=f"{found} (serienummer {serial_text(certificate.serial_number)})",
        fix="Bytt om sertifikatene hvis de er forvekslet, ellers bestill et av riktig slag",
    )


def _policy(certificate: x509.Certificate, wanted: frozenset[x509.ObjectIdentifier]) -> CmsFault | None:
    if not wanted:
        return None
    try:
        told = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
        has = [policy.policy_identifier for policy in told]
    except (x509.ExtensionNotFound, *UNREADABLE):
        has = []
    if wanted & set(has):
        return None
    return WrongCertificate(
        "Sertifikatet er ikke et virksomhetssertifikat for dette miljøet",
        expected="policy " + " eller ".join(sorted(one.dotted_string for one in wanted)),
        found=", ".join(one.dotted_string[:60] for one in has[:5]) or "ingen policy",
        fix="Bruk et testsertifikat i testmiljøet og et produksjonssertifikat i produksjon",
    )


def _path(
    certificate: x509.Certificate, at: datetime, trust: Trust, along: Sequence[x509.Certificate]
) -> list[x509.Certificate] | CmsFault:
    """From the certificate to a root; one outside its own dates is judged by the nearest time within them."""
    moment = min(max(at, certificate.not_valid_before_utc), certificate.not_valid_after_utc)
    try:
        verifier = (
            PolicyBuilder()
            .store(Store(list(trust.roots)))
            .time(moment)
            .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all())
            .build_client_verifier()
        )
        return verifier.verify(certificate, [*along, *trust.intermediates]).chain
    except (VerificationError, *UNREADABLE) as error:
        unverified = CertificateUnverified(
            "Sertifikatet kan ikke føres tilbake til en utsteder som mottakeren stoler på",
            expected=" eller ".join(name_text(root.subject) for root in trust.roots) or "minst én rot; ingen er gitt",
            found=f"et sertifikat utstedt av {name_text(certificate.issuer)}",
            fix="Bruk et sertifikat fra en godkjent utsteder, og legg ved de mellomliggende sertifikatene",
            data=(thumbprint(certificate),),
        )
        unverified.__cause__ = error
        return unverified
