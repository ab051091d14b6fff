"""Whether an issuer has revoked a certificate, by the lists (CRL) that somebody else has fetched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from standards.cms.faults import CertificateRevoked, CmsFault, RevocationUnknown
from standards.cms.identities import UNREADABLE, serial_text, thumbprint

_HASHES: Final = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
_UNDERSTOOD: Final = (x509.CRLNumber, x509.AuthorityKeyIdentifier)
_NAME_SHOWN: Final = 120


class Revocations:
    """Lists of one or several issuers, as DER or PEM; RevocationUnknown if one of them cannot be read."""

    def __init__(self, lists: Iterable[bytes]) -> None:
        self._lists = tuple(_load(one) for one in lists)
        self._own: dict[x509.Certificate, list[x509.CertificateRevocationList]] = {}

    def fault(self, certificate: x509.Certificate, issuer: x509.Certificate, at: datetime) -> CmsFault | None:
        """Revoked, or not known to be in force at this time; None when all is well.

        `issuer` must be one that is trusted: the lists are believed by its signature.
        """
        said = [one for one in self._lists_of(issuer) if _covers(one, certificate)]
        for one in said:
            entry = one.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None and entry.revocation_date_utc <= at:
                return _revoked(certificate, entry.revocation_date_utc)
        until = [one.next_update_utc for one in said if one.next_update_utc is not None]
        return None if any(at <= end for end in until) else _unknown(issuer, max(until, default=None))

    def _lists_of(self, issuer: x509.Certificate) -> list[x509.CertificateRevocationList]:
        """Its own lists; the signatures are verified once, since lists may be long."""
        if issuer not in self._own:
            self._own[issuer] = [one for one in self._lists if _made_by(issuer, one)]
        return self._own[issuer]


def name_text(name: x509.Name) -> str:
    """A name as certificate tools show it, cut when it is long."""
    return name.rfc4514_string()[:_NAME_SHOWN]


def _load(raw: bytes) -> x509.CertificateRevocationList:
    try:
        if raw.lstrip()[:10] == b"-----BEGIN":
            return x509.load_pem_x509_crl(raw)
        return x509.load_der_x509_crl(raw)
    except UNREADABLE as error:
        raise RevocationUnknown(
            "Listen over tilbakekalte sertifikater kan ikke leses",
            expected="en CRL (RFC 5280) i DER eller PEM",
            found=f"{len(raw)} byte som begynner med {raw[:4].hex() or 'ingenting'}",
            fix="Hent listen på nytt fra utstederen",
        ) from error


def _made_by(issuer: x509.Certificate, one: x509.CertificateRevocationList) -> bool:
    """The list is the issuer's, whole, and nothing in it is beyond us."""
    if one.issuer != issuer.subject or not _may_sign_lists(issuer):
        return False
    try:
        sound = isinstance(one.signature_hash_algorithm, _HASHES) and one.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
        return sound and all(_understood(extension) for extension in one.extensions)
    except (TypeError, *UNREADABLE):
        return False


def _may_sign_lists(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except (x509.ExtensionNotFound, *UNREADABLE):
        return False


def _understood(extension: x509.Extension[x509.ExtensionType]) -> bool:
    value = extension.value
    if isinstance(value, x509.IssuingDistributionPoint):
        return not (value.indirect_crl or value.only_contains_attribute_certs or value.only_some_reasons)
    return isinstance(value, _UNDERSTOOD) or not (extension.critical or isinstance(value, x509.DeltaCRLIndicator))


def _covers(one: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """The list speaks of certificates of this kind."""
    try:
        kinds = one.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return True
    return not (kinds.only_contains_user_certs if _is_authority(certificate) else kinds.only_contains_ca_certs)


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, *UNREADABLE):
        return False


def _revoked(certificate: x509.Certificate, since: datetime) -> CertificateRevoked:
    return CertificateRevoked(
        "Sertifikatet er tilbakekalt av utstederen",
        expected="et sertifikat som er i kraft",
        found=f"serienummer {serial_text(certificate.serial_number)}, tilbakekalt {since:%Y-%m-%d %H:%M} UTC",
        fix="Ta i bruk et nytt sertifikat, og registrer det i Adresseregisteret",
        data=(thumbprint(certificate),),
    )


def _unknown(issuer: x509.Certificate, until: datetime | None) -> RevocationUnknown:
    found = "ingen brukbar liste" if until is None else f"en liste som gjaldt til {until:%Y-%m-%d %H:%M} UTC"
    return RevocationUnknown(
        "Det er ikke kjent om sertifikatet er tilbakekalt",
        expected=f"en gjeldende liste over tilbakekalte sertifikater (CRL) fra {name_text(issuer.subject)}",
        found=found,
        fix="Stans, hent listen på nytt og prøv igjen senere",
    )
