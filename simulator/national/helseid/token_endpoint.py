"""The token endpoint: who asks, for whom, with which proof, and the answer. No HTTP here.

First the form, then the client, then the proof and its nonce, and then what the client may have. An assertion and a
proof count as used when the nonce is right, so that a client may send the same assertion again with the nonce (I).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from simulator.national.helseid import assertions, scopes
from simulator.national.helseid.area import READY, HelseId
from simulator.national.helseid.clients import GRANT, Client, Known
from simulator.national.helseid.issuing import claims_of
from simulator.national.helseid.keys import SigningKey
from simulator.national.helseid.nonces import SECONDS_GOOD
from simulator.national.helseid.organisations import organisation_of
from simulator.national.helseid.refusals import (
    InvalidClient,
    InvalidProof,
    InvalidRequest,
    NonceWanted,
    Unavailable,
    UnsupportedGrant,
)
from simulator.national.helseid.scopes import Granted
from simulator.serving import proofs

PATH: Final = "/connect/token"
AT_ENDPOINT: Final = proofs.Window(past=60, ahead=60)
"""The nonce tells that a proof is new, so its `iat` may be a minute wrong (I)."""
_MOST_FIELDS: Final = 40


@dataclass(frozen=True)
class TokenCall:
    """A call as it came: the body, the address it came to, the DPoP header (empty when there is none)."""

    body: bytes
    url: str
    proof: str
    issuer: str


def answer(
    area: HelseId,
    call: TokenCall,
    make_ready: Callable[[], None],
    let_in: Callable[[str], None] = lambda organisation: None,
) -> dict[str, Any]:
    """The token and what is told beside it; raises an `OAuthRefusal`.

    `make_ready` sees to the ready clients, and is called when one of them comes; `let_in` hears whom the token is for.
    """
    _go_wrong(area)
    form, resources = _form(call.body)
    now = area.now().timestamp()

    def find(client_id: str) -> Known | None:
        if client_id in READY:
            make_ready()
        return area.find(client_id)

    proven = assertions.prove(form, find, call.issuer, f"{call.issuer}{PATH}", now)
    client = proven.known.client
    _require_grant(form)
    jkt = _proof(area, client, call, now)
    if not area.assertions.is_new((client.client_id, proven.jti), now, proven.good_until):
        raise assertions.used_before()
    organisation = organisation_of(client, proven.claims)
    granted = scopes.grant(client, form.get("scope", ""), resources, organisation.parent)
    let_in(organisation.parent)
    seconds = area.token_seconds
    claims = claims_of(client, organisation, granted, issuer=call.issuer, now=now, seconds=seconds, jkt=jkt)
    return _told(area, _signer(area, claims).sign(claims), seconds, granted, jkt)


def _form(body: bytes) -> tuple[dict[str, str], list[str]]:
    """The fields, each once but `resource`, which may come more often; raises `InvalidRequest`."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise _faulty(f"et skjema i UTF-8 med høyst {_MOST_FIELDS} felter", "noe annet") from error
    counted = Counter(name for name, _ in pairs if name != "resource")
    twice = sorted(name for name, count in counted.items() if count > 1)
    if twice:
        raise _faulty("hvert felt én gang", ", ".join(twice)[:80])
    return dict(pairs), [value for name, value in pairs if name == "resource" and value]


def _require_grant(form: Mapping[str, str]) -> None:
    grant = form.get("grant_type", "")
    if not grant:
        raise _faulty(f"grant_type={GRANT}", "ingen grant_type")
    if grant != GRANT:
        raise UnsupportedGrant(
            "Bare tilgang for maskiner er simulert.",
            expected=f"grant_type={GRANT}",
            found=ascii(grant)[:80],
            fix="Innlogging av personer er ikke med her; se listen over det som ikke er gjort.",
        )


def _proof(area: HelseId, client: Client, call: TokenCall, now: float) -> str:
    """The thumbprint of the key that the token is to be bound to; empty for a client that asks for Bearer."""
    if not call.proof:
        if client.dpop:
            raise _faulty("headeren DPoP med et bevis", "ingen; klienten er registrert med dpop")
        return ""
    try:
        proof = proofs.check(call.proof, method="POST", url=call.url, now=now, window=AT_ENDPOINT)
        if not (area.faults.take("no_nonce_demanded") and not proof.nonce):
            _require_nonce(area, proof.nonce, now)
        if not area.proofs.is_new((proof.thumbprint, proof.jti), now, now + SECONDS_GOOD + 1):
            raise proofs.replayed()
    except proofs.ProofFault as error:
        raise InvalidProof.of(error) from error
    return proof.thumbprint


def _require_nonce(area: HelseId, nonce: str, now: float) -> None:
    fault = area.nonces.fault(nonce, now) if nonce else "ingen nonce"
    if fault or area.faults.take("nonce_never_accepted"):
        raise NonceWanted(area.nonces.make(now), fault or "en riktig nonce, som ikke godtas nå")


def _told(area: HelseId, token: str, seconds: int, granted: Granted, jkt: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "access_token": token,
        "expires_in": seconds,
        "token_type": "DPoP" if jkt and not area.faults.take("bearer_answer") else "Bearer",
        "scope": " ".join(granted.scopes),
    }
    if granted.rejected:
        told["rejected_scope"] = " ".join(granted.rejected)
    if area.faults.take("no_scope_in_answer"):
        del told["scope"]
    return told


def _go_wrong(area: HelseId) -> None:
    """What a call may be met with before it is looked at."""
    area.faults.linger("slow")
    if area.faults.take("unavailable"):
        raise Unavailable(
            "HelseID svarer ikke nå.",
            expected="et token",
            found="en feil som er slått på",
            fix="Prøv igjen, eller slå av feilen unavailable.",
        )
    if area.faults.take("client_refused"):
        raise InvalidClient(
            "Klienten avvises.",
            expected="en klient som er godkjent",
            found="en feil som er slått på",
            fix="Slå av feilen client_refused.",
        )


def _signer(area: HelseId, claims: dict[str, Any]) -> SigningKey:
    """The key that signs, after what is to be wrong with the claims."""
    faults = area.faults
    if faults.take("wrong_audience"):
        claims["aud"] = "nhn:simulert-feil"
    if faults.take("wrong_issuer"):
        claims["iss"] = "https://feil-utsteder.invalid"
    if faults.take("expired_token"):
        claims |= {name: claims[name] - 3600 for name in ("nbf", "iat", "exp")}
    if faults.take("unbound_token"):
        claims.pop("cnf", None)
    return area.keys.foreign() if faults.take("unpublished_key") else area.keys.current()


def _faulty(expected: str, found: str) -> InvalidRequest:
    return InvalidRequest(
        "Forespørselen om token har feil form.",
        expected=expected,
        found=found,
        fix="Rett den etter feltene i openapi.json.",
    )
