"""What a token is good for: the scopes asked for, or else all that the client has, and their audiences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.national.helseid.clients import GRANT, Client
from simulator.national.helseid.refusals import InvalidScope, InvalidTarget, UnauthorizedClient


@dataclass(frozen=True)
class Granted:
    """The scopes of a token, those that were left out, and the audiences."""

    scopes: tuple[str, ...]
    rejected: tuple[str, ...]
    audiences: tuple[str, ...]


def grant(client: Client, asked: str, resources: Sequence[str], organisation: str) -> Granted:
    """What the client gets; raises `UnauthorizedClient`, `InvalidScope`, `InvalidTarget`."""
    if GRANT not in client.grant_types or not client.scopes:
        raise UnauthorizedClient(
            "Klienten kan ikke få token på denne måten.",
            expected=f"en klient registrert med {GRANT} og minst ett scope",
            found=f"{', '.join(client.grant_types) or 'ingen'}; {len(client.scopes)} scope",
            fix="Registrer klienten på nytt, eller bruk en annen.",
        )
    wanted = tuple(dict.fromkeys(asked.split())) or client.scopes
    foreign = [scope for scope in wanted if scope not in client.scopes]
    if foreign:
        raise InvalidScope(
            "Klienten har ikke dette scopet.",
            expected=f"noen av {' '.join(client.scopes)}"[:400],
            found=ascii(" ".join(foreign))[:200],
            fix="Be om et scope som klienten er registrert med, eller la scope være for å få alle.",
        )
    return _narrowed(wanted, resources, frozenset(client.not_accepted.get(organisation, ())))


def audience(scope: str) -> str:
    """The API that a scope belongs to: what stands before the slash."""
    return scope.partition("/")[0]


def _narrowed(wanted: Sequence[str], resources: Sequence[str], closed: frozenset[str]) -> Granted:
    """With `resource` only what belongs to it; what the organisation has not accepted is left out and told."""
    known = dict.fromkeys(map(audience, wanted))
    unknown = [one for one in resources if one not in known]
    if unknown:
        raise InvalidTarget(
            "Ressursen hører ikke til noe av det klienten ba om.",
            expected=f"resource er en av {', '.join(known)}",
            found=ascii(" ".join(unknown))[:200],
            fix="Rett resource, eller la det være.",
        )
    here = [scope for scope in wanted if not resources or audience(scope) in resources]
    scopes = tuple(scope for scope in here if scope not in closed)
    rejected = tuple(scope for scope in here if scope in closed)
    return Granted(scopes, rejected, tuple(dict.fromkeys(map(audience, scopes or here))))
