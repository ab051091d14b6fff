"""The certificates of the small municipality: an authority, Helsenorge with all that scenarios ask for, and the EPJ."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.miniatures.der import Own

SIGNS, OPENS = "content_commitment", "data_encipherment"
_BITS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
_DAY = timedelta(days=1)
_MAKING = threading.Lock()
SPARES = ("expired", "revoked", "unregistered", "successor")


@dataclass(frozen=True)
class Safe:
    """What the EPJ knows of certificates: its own, Helsenorge's, whom to trust and what is revoked."""

    own_signing: Own
    own_opening: Own
    theirs: x509.Certificate
    """Helsenorge's, to encrypt to."""
    registered: frozenset[bytes]
    """SHA-1 of what Helsenorge may sign with: the one that has run out and the revoked one stand there still."""
    root: x509.Certificate
    revoked: frozenset[int]
    """Serial numbers."""


@dataclass(frozen=True)
class Everything:
    """What both sides have."""

    safe: Safe
    helsenorge: dict[str, Own]
    """`signing`, `decryption` and the spares."""
    revocations: x509.CertificateRevocationList


def everything() -> Everything:
    """Made once, also when many threads ask at a time: both sides must have the same."""
    with _MAKING:
        return _made()


@cache
def _made() -> Everything:
    """Three keys are enough, for certificates differ otherwise."""
    now = datetime.now(UTC).replace(microsecond=0)
    root_key, ours, theirs = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3))
    root = _issue("Miniatyr-CA", root_key, root_key, "", (now - 900 * _DAY, now + 900 * _DAY))

    def issue(name: str, key: rsa.RSAPrivateKey, bit: str, ends: int = 300) -> Own:
        return Own(_issue(name, key, root_key, bit, (now - 400 * _DAY, now + ends * _DAY)), key)

    helsenorge = {name: issue("Helsenorge", theirs, SIGNS) for name in ("signing", *SPARES[1:])}
    helsenorge |= {"expired": issue("Helsenorge", theirs, SIGNS, -10), "decryption": issue("Helsenorge", theirs, OPENS)}
    known = [helsenorge[name].certificate for name in ("signing", "successor", "expired", "revoked")]
    gone = helsenorge["revoked"].certificate.serial_number
    safe = Safe(
        issue("Storvik", ours, SIGNS),
        issue("Storvik", ours, OPENS),
        helsenorge["decryption"].certificate,
        frozenset(one.fingerprint(hashes.SHA1()) for one in known),
        root,
        frozenset({gone}),
    )
    return Everything(safe, helsenorge, _revoke(root_key, root, gone, now))


def table(folder: Path, her_id: str, spares: tuple[str, ...] = SPARES) -> str:
    """[protection] of the target file, with its files in the folder."""
    made = everything()
    (folder / "rot.pem").write_bytes(_pem(made.safe.root))
    (folder / "rot.crl").write_bytes(made.revocations.public_bytes(serialization.Encoding.PEM))
    for name, own in made.helsenorge.items():
        (folder / f"{name}.pem").write_bytes(_pem(own.certificate))
        key = own.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.key").write_bytes(key)
    (folder / "epj-signering.pem").write_bytes(_pem(made.safe.own_signing.certificate))
    (folder / "epj-kryptering.pem").write_bytes(_pem(made.safe.own_opening.certificate))
    lines = ["[protection]", 'kind = "cms"\nroots = ["rot.pem"]\nrevocations = ["rot.crl"]']
    for name in ("signing", "decryption", *spares):
        head = "[[protection.decryption]]" if name == "decryption" else f"[protection.{name}]"
        lines += [head, f'certificate = "{name}.pem"\nkey = {{ file = "{name}.key" }}']
    lines += ["[[protection.counterparts]]", f'her_id = "{her_id}"']
    lines.append('signing = ["epj-signering.pem"]\nencryption = ["epj-kryptering.pem"]')
    return "\n".join(lines) + "\n"


def _issue(
    name: str, key: rsa.RSAPrivateKey, issuer: rsa.RSAPrivateKey, bit: str, valid: tuple[datetime, datetime]
) -> x509.Certificate:
    """One with a single bit of key usage; the authority's own has those of an authority."""
    is_root = not bit
    subject, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (name, "Miniatyr-CA"))
    builder = x509.CertificateBuilder(by, subject, key.public_key(), x509.random_serial_number(), *valid)
    bits = ("key_cert_sign", "crl_sign") if is_root else (bit,)
    builder = builder.add_extension(x509.KeyUsage(**{one: one in bits for one in _BITS}), critical=True)
    builder = builder.add_extension(x509.BasicConstraints(is_root, None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())
    return builder.add_extension(authority, critical=False).sign(issuer, hashes.SHA256())


def _revoke(
    key: rsa.RSAPrivateKey, root: x509.Certificate, serial: int, now: datetime
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder(root.subject, now - _DAY, now + 30 * _DAY)
    entry = x509.RevokedCertificateBuilder(serial, now - 2 * _DAY).build()
    return builder.add_revoked_certificate(entry).sign(key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
