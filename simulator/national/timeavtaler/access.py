"""Who may call: a check that is passed in. Here by a bearer token per test area; HelseID would be another."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from simulator.national.timeavtaler.refusals import NotAllowed, NotAuthenticated

Check = Callable[[str, str], None]
"""Takes the area and the Authorization header; raises `NotAuthenticated` or `NotAllowed`."""


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def by_token(digest_of: Callable[[str], str], areas: Callable[[], list[str]]) -> Check:
    """Open for an area without a token, else only for who has it; `digest_of` gives what is kept for an area."""

    def check(area: str, authorization: str) -> None:
        wanted = digest_of(area)
        if not wanted:
            return
        scheme, _, token = authorization.partition(" ")
        given = digest(token.strip()) if scheme.casefold() == "bearer" and token.strip() else ""
        if given and hmac.compare_digest(given, wanted):
            return
        if given and any(hmac.compare_digest(given, digest_of(other)) for other in areas() if other != area):
            raise NotAllowed(
                "Tokenet gjelder et annet testområde.",
                expected="tokenet til testområdet i adressen",
                found="tokenet til et annet",
                fix="Rett adressen, eller bruk det andre tokenet.",
            )
        raise NotAuthenticated(
            "Kallet har ikke et gyldig token.",
            expected="Authorization: Bearer og tokenet til testområdet",
            found="et ukjent token" if given else "ikke noe token",
            fix="Bruk tokenet som testområdet er satt opp med.",
        )

    return check
