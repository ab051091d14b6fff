"""What the EPJ signed and encrypted, as it went over the bus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conformance.checks.register import RULES
from conformance.evidence.records import MessageRecord
from conformance.reading import Inbound
from standards.rules.model import Finding

if TYPE_CHECKING:
    from standards.cms import Protection

_OTHER_CERTIFICATE: Final = "transport:invalid-certificate"
"""Of the signer, or, where nothing could be opened so that nobody knows the signer, the one it is encrypted to."""
_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "transport:invalid-field-value": "CMS-01",
        "transport:invalid-cms-pkcs": "CMS-01",
        "transport:decryption-failed": "CMS-02",
        "transport:invalid-signature": "CMS-03",
        "transport:invalid-certificate": "CMS-04",
        "transport:expired-certificate": "CMS-04",
        "transport:revoked-certificate": "CMS-04",
        "transport:missing-certificate": "CMS-04",
        "transport:unverified-certificate": "CMS-04",
    }
)
"""Error condition → the rule that it breaks; whether a certificate is revoked may also be what nobody can tell."""


def is_protected(messages: Iterable[Inbound], agreed: Protection) -> tuple[Finding, ...]:
    """Each of them was carried as agreed; less is found where it is opened, and more is no fault."""
    return tuple(
        RULES["CMS-01"].finding(
            "Kvitteringen er ikke signert og kryptert.",
            where="/properties/content_type",
            expected=str(agreed),
            found=message.envelope.content_type or "ingenting",
            item=message.item,
        )
        for message in messages
        if message.carried is None
    )


def cannot_be_taken(message: MessageRecord) -> tuple[Finding, ...]:
    """Why a message of the EPJ could not be opened or trusted; nothing where it is not known to be the EPJ's doing."""
    fault = message.carried.fault if message.carried else None
    if message.carried is None or fault is None or fault.condition not in _RULES:
        return ()
    unopened = fault.condition == _OTHER_CERTIFICATE and not message.carried.signer
    return (
        RULES["CMS-02" if unopened else _RULES[fault.condition]].finding(
            f"{fault.problem.rstrip('.')}.",
            where="/properties/content_type" if fault.condition == "transport:invalid-field-value" else "",
            expected=fault.expected,
            found=fault.found,
            fix=fault.fix,
            item=message.item,
        ),
    )
