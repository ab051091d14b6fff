"""What Meldingstjener says no to, beside what any service does; each has the code that goes in its ErrorMessage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from simulator.serving.refusals import Refusal

INVALID: Final = 1000
"""The code of a request that breaks the form; everything else is uncoded (0)."""


class Invalid(Refusal):
    """The call, or the document in it, is not as it must be; `errors` tells each thing."""

    code: ClassVar[int] = INVALID

    def __init__(self, problem: str, *errors: str, expected: str = "", found: str = "", fix: str = "") -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.errors = errors or (str(self),)


class NotAuthenticated(Refusal):
    """No token, or one that is not the area's."""

    status = 401
    headers = (("WWW-Authenticate", 'DPoP error="invalid_token"'),)


class NotAuthorised(Refusal):
    """The caller may not act for HER-ids that it named itself."""

    status = 403


class ReceiptOnReceipt(Invalid):
    """A receipt for what is itself a receipt."""


class Locked(Refusal):
    """Another client has the HER-id for itself."""

    status = 423


class NotThere(Refusal):
    """No such message, or none of the caller's: the answer is the same."""

    status = 404


class WrongMedia(Refusal):
    """The body is not declared as JSON."""

    status = 415


class OutOfOrder(Refusal):
    """The server is made to fail."""

    status = 500


def not_yours(her_ids: Iterable[int]) -> NotAuthorised:
    """The HER-ids are of others, or of nobody."""
    named = ", ".join(str(her_id) for her_id in her_ids)
    return NotAuthorised(
        f"Klienten har ikke rett til å opptre for HER-id {named}.",
        expected="HER-id-er som hører til organisasjonsnummeret i tokenet, etter Adresseregisteret",
        found=named,
        fix="Bruk et token for virksomheten som eier HER-id-en, eller rett HER-id-en.",
    )


def locked(her_ids: Iterable[int]) -> Locked:
    """Another client of the organisation has them."""
    named = ", ".join(str(her_id) for her_id in her_ids)
    return Locked(
        f"HER-id {named} er låst av en annen klient.",
        expected="klienten som satte clientLocked, eller en HER-id som ikke er låst",
        found=named,
        fix="Bruk den klienten, eller la den fjerne låsen med PUT /mshconfigurations.",
    )


def not_there(message: str) -> NotThere:
    """The message is not there, or not the caller's."""
    return NotThere(
        "Meldingen finnes ikke.",
        expected="id-en til en melding som du er avsender eller mottaker av",
        found=message[:80],
        fix="Rett id-en.",
    )
