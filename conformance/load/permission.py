"""Refuses load where nobody has agreed to it; nobody can override that production is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from conformance.targets.interlock import addresses, is_here, let_through, refusals, shown

if TYPE_CHECKING:
    from conformance.targets.model import Target

SIMULATED: Final = "simulert"
_AGREE: Final = "Avtal det med dem som eier EPJ-en og bussen, og skriv allow = true under [load] i testobjektfilen"


def why_not(target: Target, today: date, users: int) -> Iterator[str]:
    """Every reason not to begin (bokmål); nothing when load is allowed."""
    for reason in refusals(target, today):
        yield str(reason)
    for reason in let_through(target, today):
        yield f"{reason} [override] gjelder ikke for last."
    terms = target.load
    line = target.line("load", "allow")
    if terms is not None and not terms.allow:
        yield f"linje {line}: [load] sier allow = false. Gjør dette: {_AGREE}."
    elif terms is None and (problem := _not_our_own(target)):
        yield f"{problem} Gjør dette: {_AGREE}."
    if terms is not None and terms.max_users is not None and users > terms.max_users:
        where = target.line("load", "max_users")
        told = f"linje {where}: Det er avtalt høyst {terms.max_users} brukere samtidig. Fant: {users}."
        yield f"{told} Gjør dette: Bruk --users {terms.max_users} eller færre."


def _not_our_own(target: Target) -> str:
    """Why a target may be somebody else's: a simulated journal that nobody else uses stands on this machine."""
    if target.environment != SIMULATED:
        return f"Testobjektet er ikke simulert ({target.environment}), og ingen har sagt at det kan få last."
    for place, address in addresses(target):
        if not is_here(address):
            line = target.line(*place)
            return (
                f"linje {line}: Testobjektet sier at det er simulert, men {shown(address)} er ikke på denne maskinen."
            )
    return ""
