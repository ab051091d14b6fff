"""What an API says to who may not call: status, WWW-Authenticate (RFC 6750 and 9449), and a text for each reason."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from simulator.serving.refusals import Refusal
from standards.errors import Problem
from wire import jose

Scheme = Literal["DPoP", "Bearer"]
Reason = Literal[
    "missing",
    "no_proof",
    "bearer",
    "unreadable",
    "algorithm",
    "type",
    "unknown_key",
    "signature",
    "issuer",
    "audience",
    "expired",
    "too_early",
    "downgrade",
    "unbound",
]
_TEXTS: Final[dict[Reason, tuple[str, str, str]]] = {
    "missing": ("", "Kallet har ikke noe token.", "Hent et token fra HelseID, og send det i Authorization."),
    "no_proof": (
        "invalid_dpop_proof",
        "Kallet mangler DPoP-bevis.",
        "Send et nytt bevis i headeren DPoP i hvert kall.",
    ),
    "bearer": ("invalid_token", "Tokenet kan ikke brukes som Bearer her.", "Hent tokenet med DPoP, og bruk det så."),
    "unreadable": ("invalid_token", "Tokenet kan ikke leses.", "Send access_token fra HelseID, uendret."),
    "algorithm": ("invalid_token", "Tokenet er ikke signert av HelseID.", "Send access_token fra HelseID, uendret."),
    "type": ("invalid_token", "Dette er ikke et tilgangstoken.", "Send access_token fra svaret fra HelseID."),
    "unknown_key": ("invalid_token", "Tokenet er signert med en ukjent nøkkel.", "Hent et nytt token."),
    "signature": ("invalid_token", "Signaturen i tokenet stemmer ikke.", "Hent et nytt token, og send det uendret."),
    "issuer": ("invalid_token", "Tokenet er fra en annen utsteder.", "Hent det fra HelseID i samme testområde."),
    "audience": ("invalid_token", "Tokenet gjelder en annen tjeneste.", "Be om et scope som hører til tjenesten."),
    "expired": ("invalid_token", "Tokenet er utløpt.", "Hent et nytt. Testområdet kan ha en egen klokke."),
    "too_early": ("invalid_token", "Tokenet gjelder ikke ennå.", "Sjekk klokken; testområdet kan ha en egen."),
    "downgrade": (
        "invalid_token",
        "Tokenet er bundet til en nøkkel.",
        "Send det som DPoP, med bevis, og ikke som Bearer.",
    ),
    "unbound": ("invalid_token", "Tokenet er ikke bundet til noen nøkkel.", "Hent tokenet med DPoP."),
}


class NotAuthenticated(Refusal):
    """No token, or one that is not accepted, or a proof that is not. `reason` names which check it was."""

    status = 401

    def __init__(self, problem: Problem, reason: str, code: str, scheme: Scheme = "DPoP") -> None:
        super().__init__(problem.problem, expected=problem.expected, found=problem.found, fix=problem.fix)
        self.reason = reason
        self.code = code
        self.headers = (("WWW-Authenticate", _challenge(code, problem.problem, scheme)),)


class NotAllowed(Refusal):
    """A good token that is too narrow."""

    status = 403

    def __init__(self, problem: Problem, scopes: str) -> None:
        super().__init__(problem.problem, expected=problem.expected, found=problem.found, fix=problem.fix)
        told = _challenge("insufficient_scope", problem.problem, "DPoP")
        self.headers = (("WWW-Authenticate", f'{told}, scope="{scopes}"'),)


def refused(reason: Reason, expected: str, found: object, scheme: Scheme = "DPoP") -> NotAuthenticated:
    """The refusal for that reason; what was found is shown in ASCII, and not all of it."""
    code, problem, fix = _TEXTS[reason]
    shown = found if isinstance(found, str) and found.isprintable() else ascii(found)
    return NotAuthenticated(Problem(problem, expected=expected, found=shown[:160], fix=fix), reason, code, scheme)


def too_narrow(wanted: Iterable[str], given: Iterable[str]) -> NotAllowed:
    """The refusal of a token without any of the scopes."""
    scopes = " ".join(sorted(wanted))
    problem = Problem(
        "Tokenet gir ikke tilgang til dette.",
        expected=f"et av {scopes}",
        found=" ".join(sorted(given))[:160] or "ingen scope",
        fix="Be HelseID om scopet; klienten må være registrert med det.",
    )
    return NotAllowed(problem, scopes)


@lru_cache(maxsize=512)
def in_ascii(text: str) -> str:
    """A text as a header and an OAuth error may hold it (RFC 6749, 5.2)."""
    for letter, written in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("«", "'"), ("»", "'"), ('"', "'"), ("\\", "/")):
        text = text.replace(letter, written).replace(letter.upper(), written.upper())
    return "".join(one if " " <= one <= "~" else "?" for one in text)


def _challenge(code: str, problem: str, scheme: Scheme) -> str:
    told = [f'error="{code}", error_description="{in_ascii(problem)}"'] if code else []
    if scheme == "DPoP":
        told.append(f'algs="{" ".join(jose.ALGORITHMS)}"')
    return f"{scheme} {', '.join(told)}".strip()
