"""What the registry says no to, beside what any service does."""

from __future__ import annotations

from simulator.serving.refusals import Refusal


class UnknownParty(Refusal):
    """No party has that HER-id."""

    status = 404


class NotHerId(Refusal):
    """Something else than a HER-id stands where one must be."""


class NoPassword(Refusal):
    """No name and password, or wrong ones."""

    status = 401
    headers = (("WWW-Authenticate", 'Basic realm="register.nhn.no (simulert)", charset="UTF-8"'),)


def unknown_party(her_id: str) -> UnknownParty:
    """Nobody here has it."""
    return UnknownParty(
        "Det finnes ingen kommunikasjonspart med denne HER-id-en.",
        expected="HER-id-en til en part i testområdet; GET /_sim/areas/{area}/parties viser dem",
        found=her_id[:80],
        fix="Rett HER-id-en.",
    )


def not_her_id(found: str) -> NotHerId:
    """It cannot be one."""
    return NotHerId(
        "Dette er ikke en HER-id.",
        expected="1 til 10 sifre, uten null først",
        found=ascii(found)[:80],
        fix="Rett HER-id-en.",
    )
