"""What the EPJ signed and encrypted, as it went over the bus."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conformance.checks.register import RULES
from conformance.evidence.records import MessageRecord
from standards.rules.model import Finding

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


def cannot_be_taken(message: MessageRecord) -> tuple[Finding, ...]:
    """Why a message of the EPJ could not be opened or trusted; nothing where it is not known to be the EPJ's doing."""
    fault = message.carried.fault if message.carried else None
    if fault is None or fault.condition not in _RULES:
        return ()
    return (
        RULES[_RULES[fault.condition]].finding(
            f"{fault.problem.rstrip('.')}.",
            where="/properties/content_type" if fault.condition == "transport:invalid-field-value" else "",
            expected=fault.expected,
            found=fault.found,
            fix=fault.fix,
            item=message.item,
        ),
    )
