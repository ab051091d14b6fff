"""Whose name a message from the EPJ has."""

from __future__ import annotations

import unicodedata
from typing import Final

from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

_PATIENT: Final = "/mh:MsgHead/mh:MsgInfo/mh:Patient"


def has_the_name(message: Inbound, family: str, given: str) -> tuple[Finding, ...]:
    """The patient's name as Helsenorge wrote it, whatever letters are in it."""
    found = [message.text_at(f"{_PATIENT}/mh:{name}") for name in ("GivenName", "FamilyName")]
    if [_plain(name) for name in found] == [_plain(given), _plain(family)]:
        return ()
    return (
        RULES["JR-15"].finding(
            "Svaret har et annet navn på pasienten enn meldingen hadde.",
            where=f"{_PATIENT}/mh:FamilyName og mh:GivenName",
            expected=f"{given} {family}",
            found=" ".join(found).strip() or "ingen navn",
            item=message.item,
        ),
    )


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
