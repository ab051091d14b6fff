"""Who calls, and for which HER-ids: those of its organisation by the registry, fewer when the token says so."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from simulator.national.meldingstjener.refusals import NotAuthenticated, not_yours
from simulator.serving.area import Area
from simulator.serving.tokens import Guards

ALL = "0"
"""The value of the claim `herid` that stands for every HER-id of the organisation."""


@dataclass(frozen=True)
class Call:
    """What a check is told of a call; `url` is without its query."""

    area: str
    method: str
    url: str
    authorization: str
    proof: str


class Acting(Protocol):
    """Who a token was given to; `her_ids` is the claim `herid`, None when the token has none."""

    @property
    def client_id(self) -> str:
        """The client."""
        ...

    @property
    def organisation_number(self) -> str:
        """The organisation that it acts for, on the top level."""
        ...

    @property
    def her_ids(self) -> frozenset[str] | None:
        """The HER-ids that it is held to."""
        ...


Check = Callable[[Call], Acting | None]
"""Who calls, None where the area asks for nobody in particular; raises refusals of 401 and 403."""
Organisations = Callable[[int], frozenset[str]]
"""The organisation numbers that own a HER-id, on both levels; empty when the registry does not know it."""


@dataclass(frozen=True)
class Rights:
    """What one caller may do."""

    acting: Acting | None
    organisations: Organisations

    @property
    def client(self) -> str:
        """Who calls; nobody in particular where the area asks for none."""
        return "" if self.acting is None else self.acting.client_id

    def may(self, her_id: int) -> bool:
        """Whether it may act for a HER-id: its own organisation's, or that of a unit under it."""
        if self.acting is None:
            return True
        held = self.acting.her_ids
        if held is not None and ALL not in held and str(her_id) not in held:
            return False
        number = self.acting.organisation_number
        return bool(number) and number in self.organisations(her_id)

    def require(self, her_ids: Iterable[int]) -> None:
        """Raises `NotAuthorised` with those that it may not act for; the caller has named them all itself."""
        others = [her_id for her_id in her_ids if not self.may(her_id)]
        if others:
            raise not_yours(others)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def by_token(digest_of: Callable[[str], str]) -> Check:
    """Where there is no HelseID: open for an area without a token, else for who has it; it may act for all."""

    def check(call: Call) -> None:
        wanted = digest_of(call.area)
        scheme, _, token = call.authorization.partition(" ")
        given = digest(token.strip()) if scheme.casefold() in {"bearer", "dpop"} else ""
        if wanted and not hmac.compare_digest(given, wanted):
            raise NotAuthenticated(
                "Kallet har ikke et gyldig token.",
                expected="Authorization med tokenet til testområdet",
                found="et ukjent token" if given else "ikke noe token",
                fix="Bruk tokenet som testområdet er satt opp med.",
            )

    return check


def by_helseid(guards: Guards, area_of: Callable[[str], Area], otherwise: Check) -> Check:
    """By the tokens of the area's HelseID, where there is one."""

    def check(call: Call) -> Acting | None:
        guard = guards.of(call.area, area_of(call.area))
        if guard is None:
            return otherwise(call)
        return guard.admit(call.method, call.url, call.authorization or None, call.proof or None)

    return check
