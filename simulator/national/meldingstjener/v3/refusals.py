"""What v3 says no to beside what v2 does, and the code of each refusal in its problem details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from simulator.national.meldingstjener.refusals import (
    Invalid,
    Locked,
    NotAuthorised,
    NotThere,
    ReceiptOnReceipt,
    WrongMedia,
)
from simulator.serving.refusals import FaultyRequest, Refusal, TooLarge
from standards.errors import Problem

INVALID: Final = 1001


class NotReceiver(Refusal):
    """A receipt from a HER-id that did not get the message (the status is I)."""


class NoAddressees(Refusal):
    """Sender or receivers cannot be read from the document (the status is I)."""


class NotConfigured(Refusal):
    """The HER-id has not been set up (status and code are I)."""

    status = 403


CODES: Final[Mapping[type[Problem], int]] = MappingProxyType(
    {
        NotThere: 1010,
        ReceiptOnReceipt: 1100,
        NotReceiver: 1102,
        NoAddressees: 1200,
        NotAuthorised: 1202,
        Locked: 1210,
        Invalid: INVALID,
        FaultyRequest: INVALID,
        WrongMedia: 0,
        TooLarge: 0,
    }
)
"""All that have a code; what has none is 0. 1201 is not among them: see the list of operations."""


def code_of(problem: Problem) -> int:
    """The code of a problem, by the first of its kinds that has one."""
    return next((CODES[kind] for kind in type(problem).__mro__ if kind in CODES), 0)


def not_configured(her_ids: Iterable[int]) -> NotConfigured:
    """They are the caller's, and have not been set up."""
    named = ", ".join(str(her_id) for her_id in her_ids)
    return NotConfigured(
        f"HER-id {named} er ikke konfigurert.",
        expected="HER-id-er som er satt opp med PUT /mshconfigurations",
        found=named,
        fix="Send PUT /mshconfigurations for HER-id-en først.",
    )


def not_receiver(her_id: int) -> NotReceiver:
    """The caller may see the message, and names a HER-id of its own that did not get it."""
    return NotReceiver(
        f"HER-id {her_id} er ikke mottaker av meldingen og kan ikke kvittere for den.",
        expected="appRecSenderHerId som en av mottakerne",
        found=str(her_id),
        fix="Rett appRecSenderHerId.",
    )


def no_addressees() -> NoAddressees:
    """The document does not tell them."""
    return NoAddressees(
        "Avsender og mottakere kan ikke utledes av dokumentet.",
        expected="HER-id på avsender og hver mottaker i dokumentet",
        found="minst én part uten HER-id",
        fix="Skriv HER-id-ene i dokumentet.",
    )
