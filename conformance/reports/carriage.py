"""How a message was signed and encrypted on the bus, as the page of a scenario tells it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.evidence.records import MessageRecord
from conformance.reports.language import Language


def carriage(message: MessageRecord, say: Language) -> Iterator[str]:
    """One sentence each for how it went, who signed and why it could not be opened; nothing for what went as it is."""
    carried = message.carried
    if carried is None:
        return
    from standards.cms import CmsFault, protection_of  # noqa: PLC0415  most runs have no certificates

    try:
        protection = protection_of(message.envelope.content_type)
        signed, encrypted = protection.signed, protection.encrypted
    except CmsFault:
        signed, encrypted = bool(carried.signer), False
    how = {
        (True, True): "På bussen: signert og kryptert, {} byte.",
        (True, False): "På bussen: signert, {} byte.",
        (False, True): "På bussen: kryptert, {} byte.",
        (False, False): "På bussen: verken signert eller kryptert, {} byte.",
    }
    yield say(how[signed, encrypted], len(carried.raw))
    if carried.signer:
        yield _signer(carried.signer, say)
    if carried.fault is not None:
        yield say("Ikke tatt imot: {}.", carried.fault.condition)


def _signer(der: bytes, say: Language) -> str:
    from cryptography import x509  # noqa: PLC0415

    from standards.cms import thumbprint  # noqa: PLC0415

    certificate = x509.load_der_x509_certificate(der)
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    name = str(names[0].value) if names else certificate.subject.rfc4514_string()
    ends = say.day(certificate.not_valid_after_utc.date())
    return say("Signert med sertifikatet til {}, avtrykk {}, gyldig til {}.", name, thumbprint(certificate), ends)
