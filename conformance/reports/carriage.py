"""How messages were signed and encrypted on the bus: in the whole run, and each on the page of its scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.evidence.records import MessageRecord
from conformance.reports.facts import Facts
from conformance.reports.language import Language
from standards.exchange import Role

_OPEN: Final = ("http", "amqp")
"""Transports that carry a message as it is unless `[protection]` says otherwise; Meldingstjener does that itself."""
_BUSES: Final[Mapping[str, str]] = {"http": "HTTP", "amqp": "AMQP", "msh": "Meldingstjener"}


def carrying(facts: Facts, say: Language) -> str:
    """What messages went over in the run, and whether they were signed and encrypted; empty where it is not kept."""
    bus = facts.target.get("transport")
    kind = str(bus.get("kind", "")) if isinstance(bus, Mapping) else ""
    if not kind:
        return ""
    name, protection = _BUSES.get(kind, kind), facts.target.get("protection")
    if isinstance(protection, Mapping):
        from standards.cms import Protection  # noqa: PLC0415  most runs have no certificates

        content = Protection(str(protection["content"]))
        how = {
            (True, True): "over {}, signert og kryptert",
            (True, False): "over {}, signert og ikke kryptert",
            (False, True): "over {}, kryptert og ikke signert",
        }
        return say(how[content.signed, content.encrypted], name)
    return say("over {}, verken signert eller kryptert" if kind in _OPEN else "over {}", name)


def signers(facts: Facts, say: Language) -> Iterator[str]:
    """Whose certificates the EPJ signed with and the suite did, where it broke nothing on purpose; each once."""
    found: dict[tuple[bool, bytes], None] = {}
    for item in facts.scenarios:
        for one in item.messages:
            if one.carried is not None and one.carried.signer and one.was_opened and not one.fault:
                found[one.sender is not Role.EPJ, one.carried.signer] = None
    for ours, der in sorted(found, key=lambda key: key[0]):
        certificate = _certificate(der, say)
        yield say("Testbenken: {}." if ours else "Journalen (EPJ-en): {}.", certificate)


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
        yield say("Signert med sertifikatet til {}.", _certificate(carried.signer, say))
    if carried.fault is not None:
        yield say("Ikke tatt imot: {}.", carried.fault.condition)


def _certificate(der: bytes, say: Language) -> str:
    from cryptography import x509  # noqa: PLC0415

    from standards.cms import subject_names, thumbprint  # noqa: PLC0415

    certificate = x509.load_der_x509_certificate(der)
    name = subject_names(certificate)[0] or "?"
    return say(
        "{}, avtrykk {}, gyldig til {}", name, thumbprint(certificate), say.day(certificate.not_valid_after_utc.date())
    )
