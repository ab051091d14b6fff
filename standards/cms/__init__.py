"""Signed and encrypted message bodies: CMS as the bus carries it (HITS 1216:2018, 2.1.4 and 2.1.5; RFC 5652).

Bytes in, bytes out: no clock, no files, no network. What is wrong is a `CmsFault` with the error condition to answer.
"""

from standards.cms.algorithms import Cipher, Digest, Transport
from standards.cms.bodies import Received, Receiving, Sending, protect, unprotect
from standards.cms.checking import PRODUCTION_POLICY, TEST_POLICY, Trust, Use, check, faults, newest_usable
from standards.cms.decrypting import Opened, decrypt
from standards.cms.encrypting import encrypt
from standards.cms.faults import (
    CannotDecrypt,
    CertificateExpired,
    CertificateMissing,
    CertificateRevoked,
    CertificateUnverified,
    CmsFault,
    NotCms,
    RevocationUnknown,
    WrongCertificate,
    WrongContentType,
    WrongSignature,
)
from standards.cms.identities import Identity, subject_names, thumbprint
from standards.cms.kinds import Protection, protection_of
from standards.cms.revocation import Revocations
from standards.cms.signing import sign
from standards.cms.verifying import Signed, verify

__all__ = [
    "PRODUCTION_POLICY",
    "TEST_POLICY",
    "CannotDecrypt",
    "CertificateExpired",
    "CertificateMissing",
    "CertificateRevoked",
    "CertificateUnverified",
    "Cipher",
    "CmsFault",
    "Digest",
    "Identity",
    "NotCms",
    "Opened",
    "Protection",
    "Received",
    "Receiving",
    "RevocationUnknown",
    "Revocations",
    "Sending",
    "Signed",
    "Transport",
    "Trust",
    "Use",
    "WrongCertificate",
    "WrongContentType",
    "WrongSignature",
    "check",
    "decrypt",
    "encrypt",
    "faults",
    "newest_usable",
    "protect",
    "protection_of",
    "sign",
    "subject_names",
    "thumbprint",
    "unprotect",
    "verify",
]
