"""How a client proves who it is: private_key_jwt, with every rule of infrastructure 5.2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.national.helseid.clients import Known
from simulator.national.helseid.refusals import InvalidClient
from wire import jose

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TYPES: Final = frozenset({"client-authentication+jwt", "JWT"})
SECONDS_AHEAD, SECONDS_OF_SKEW = 60, 5
"""The first is HelseID's; the second is ours (I)."""
_MOST_JTI_LETTERS = 512
Find = Callable[[str], Known | None]


@dataclass(frozen=True)
class Proven:
    """A client that has proven who it is, with the claims of the assertion; whether it is used again is not seen."""

    known: Known
    claims: Mapping[str, Any]
    jti: str
    good_until: float


def prove(form: Mapping[str, str], find: Find, issuer: str, token_endpoint: str, now: float) -> Proven:
    """The client of a token request; raises `InvalidClient`."""
    assertion = _assertion(form)
    claims = assertion.claims
    client_id = claims.get("sub")
    given = form.get("client_id", client_id)
    if not isinstance(client_id, str) or not client_id or not claims.get("iss") == client_id == given:
        raise _refused(
            "Assertion er ikke klientens egen.",
            "iss, sub og client_id like",
            _ids(claims, form),
            "Sett iss og sub til client_id.",
        )
    known = find(client_id)
    if known is None:
        raise _refused(
            "Klienten er ikke kjent i testområdet.",
            "en av dem i GET /_sim/areas/…/clients",
            client_id,
            "Registrer klienten med POST /_sim/areas/…/clients, eller rett client_id.",
        )
    _require_signature(assertion, known)
    _require_audience(claims.get("aud"), issuer, token_endpoint)
    until = _require_time(claims, now)
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _MOST_JTI_LETTERS:
        raise _refused(
            "Assertion mangler en id.",
            f"jti som tekst på 1 til {_MOST_JTI_LETTERS} tegn",
            jti,
            "Sett jti til en ny UUID i hver assertion.",
        )
    return Proven(known, claims, jti, until)


def used_before() -> InvalidClient:
    """What is said of an assertion that has been used."""
    return _refused(
        "Assertion er brukt før.",
        "en ny jti i hver assertion",
        "en jti som er sett før",
        "Lag en ny assertion for hvert token.",
    )


def _assertion(form: Mapping[str, str]) -> jose.Jwt:
    """The assertion, read but not checked; typ and alg are right."""
    text = form.get("client_assertion", "")
    if form.get("client_assertion_type") != ASSERTION_TYPE or not text:
        raise _refused(
            "Klienten må vise hvem den er med private_key_jwt.",
            f"client_assertion, og client_assertion_type={ASSERTION_TYPE}",
            ", ".join(sorted(form))[:120] or "et tomt skjema",
            "Signer en client_assertion; hemmelig passord er ikke i bruk.",
        )
    try:
        assertion = jose.read(text)
        _ = assertion.algorithm
    except (jose.UnreadableToken, jose.WrongAlgorithm) as error:
        raise _refused(f"client_assertion: {error.problem}", error.expected, error.found, error.fix) from error
    if assertion.header.get("typ") not in TYPES:
        raise _refused(
            "Assertion har feil type.",
            "typ client-authentication+jwt, eller den eldre JWT",
            assertion.header.get("typ"),
            "Sett typ i hodet til client-authentication+jwt.",
        )
    return assertion


def _require_signature(assertion: jose.Jwt, known: Known) -> None:
    kid = assertion.header.get("kid")
    key = known.keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise _refused(
            "Assertion er signert med en nøkkel som klienten ikke har.",
            f"kid er en av {', '.join(known.keys)}"[:160],
            kid,
            "Bruk en nøkkel som er registrert, og ha kid i hodet.",
        )
    if not jose.verifies(assertion, key):
        raise _refused(
            "Signaturen i assertion stemmer ikke.",
            f"en signatur med nøkkelen {kid}",
            "en annen signatur",
            "Signer med den private delen av nøkkelen som er registrert, og med dens alg.",
        )


def _require_audience(aud: object, issuer: str, token_endpoint: str) -> None:
    one = aud[0] if isinstance(aud, list) and len(aud) == 1 else aud
    if one == issuer:
        return
    if one == token_endpoint:
        raise _refused(
            "aud i assertion er token-endepunktet, som er en kjent feil i klienter.",
            f"aud {issuer}",
            one,
            "Sett aud til utstederen (issuer), uten /connect/token.",
        )
    raise _refused(
        "Assertion er skrevet til en annen.",
        f"aud {issuer}, som tekst eller alene i en liste",
        aud,
        "Sett aud til utstederen (issuer) fra discovery.",
    )


def _require_time(claims: Mapping[str, Any], now: float) -> float:
    """Until when the assertion could be accepted."""
    ends, issued, begins = (jose.moment(claims, name) for name in ("exp", "iat", "nbf"))
    clock = f"Klokken i testområdet er {now:.0f}; sjekk klokken til klienten."
    if ends is None or ends + SECONDS_OF_SKEW <= now:
        raise _refused("Assertion er utløpt.", f"exp etter {now:.0f}", claims.get("exp"), clock)
    if ends > now + SECONDS_AHEAD + SECONDS_OF_SKEW:
        raise _refused(
            "Assertion varer for lenge.",
            f"exp høyst {now + SECONDS_AHEAD:.0f}, {SECONDS_AHEAD} sekunder fram",
            claims.get("exp"),
            clock,
        )
    if issued is None or issued > now + SECONDS_OF_SKEW:
        raise _refused(
            "Assertion er laget i framtiden, eller sier ikke når.", f"iat høyst {now:.0f}", claims.get("iat"), clock
        )
    if "nbf" in claims and (begins is None or begins > now + SECONDS_OF_SKEW):
        raise _refused("Assertion gjelder ikke ennå.", f"nbf høyst {now:.0f}", claims["nbf"], clock)
    return ends + SECONDS_OF_SKEW


def _ids(claims: Mapping[str, Any], form: Mapping[str, str]) -> str:
    told = (("iss", claims.get("iss")), ("sub", claims.get("sub")), ("client_id", form.get("client_id")))
    return ", ".join(f"{name} {value}" for name, value in told)


def _refused(problem: str, expected: str, found: object, fix: str) -> InvalidClient:
    shown = found if isinstance(found, str) and found.isprintable() else ascii(found)
    return InvalidClient(problem, expected=expected, found=shown[:200], fix=fix)
