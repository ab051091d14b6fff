"""DPoP proofs (RFC 9449), checked in the order that NHN publishes: each fault has its own text (infrastructure 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from standards.errors import Problem
from wire import jose

TYPE: Final = "dpop+jwt"
MOST_JTI_LETTERS: Final = 512
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


class ProofFault(Problem):
    """The proof is not accepted; `check` names which of the checks it was."""

    def __init__(self, check: str, problem: str, *, expected: str = "", found: str = "", fix: str = "") -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.check = check


@dataclass(frozen=True)
class Window:
    """How many seconds old a proof may be, and how far ahead of the clock."""

    past: float
    ahead: float


AT_API: Final = Window(past=6, ahead=5)
"""Valid 1 second with 5 seconds of skew each way (infrastructure 5.3)."""


@dataclass(frozen=True)
class Proof:
    """A proof that has passed all but replay; `thumbprint` is that of its key, `nonce` empty when there is none."""

    thumbprint: str
    jti: str
    nonce: str


@dataclass(frozen=True)
class _Signer:
    key: jose.Key
    thumbprint: str


def check(
    text: str, *, method: str, url: str, now: float, window: Window, jkt: str | None = None, token: str | None = None
) -> Proof:
    """The proof of a call, by `now` as seconds since 1970; raises `ProofFault`.

    With `jkt` its key must be that one; with `token` it must be about that access token.
    """
    proof = _read(text)
    signer = _signer(proof.head)
    if jkt is not None and signer.thumbprint != jkt:
        raise ProofFault(
            "jkt",
            "Tokenet hører til en annen nøkkel enn beviset.",
            expected="beviset signert med nøkkelen som tokenet ble hentet med (cnf.jkt)",
            found="en annen nøkkel i jwk",
            fix="Bruk samme DPoP-nøkkel som da tokenet ble hentet. Et token fra andre kan ikke brukes.",
        )
    if not jose.verifies(proof, signer.key):
        raise ProofFault(
            "signature",
            "Signaturen i DPoP-beviset stemmer ikke.",
            expected="en signatur med den private delen av nøkkelen i jwk",
            found="en annen signatur",
            fix="Signer beviset på nytt, med alg og nøkkel som i hodet.",
        )
    _require_token(proof.claims, token)
    jti = _jti(proof.claims)
    _require_call(proof.claims, method, url)
    _require_recent(proof.claims, now, window)
    nonce = proof.claims.get("nonce")
    return Proof(signer.thumbprint, jti, nonce if isinstance(nonce, str) else "")


def replayed() -> ProofFault:
    """What is said of a proof that has been used before."""
    return ProofFault(
        "replay",
        "DPoP-beviset er brukt før.",
        expected="en ny jti i hvert bevis",
        found="en jti som er sett før",
        fix="Lag et nytt bevis for hvert kall, også når kallet gjentas.",
    )


def _read(text: str) -> jose.Jwt:
    try:
        return jose.read(text)
    except jose.UnreadableToken as error:
        raise _as_fault("form", error) from error


@lru_cache(maxsize=1024)
def _signer(head: str) -> _Signer:
    """Who signs with this header: typ, alg and jwk; a client has the same header time after time."""
    header = jose.header(head)
    if header.get("typ") != TYPE:
        raise ProofFault(
            "typ",
            "DPoP-beviset har feil type.",
            expected=f"typ {TYPE}",
            found=ascii(header.get("typ"))[:40],
            fix=f"Sett typ til {TYPE} i hodet.",
        )
    try:
        _ = jose.Jwt(header, {}, b"", b"").algorithm
        key = jose.public_key(header.get("jwk"))
    except jose.WrongAlgorithm as error:
        raise _as_fault("alg", error) from error
    except jose.PrivateKeyShown as error:
        raise _as_fault("private", error) from error
    except jose.UnusableKey as error:
        raise _as_fault("jwk", error) from error
    return _Signer(key, key.thumbprint())


def _require_token(claims: Mapping[str, Any], token: str | None) -> None:
    if token is not None and claims.get("ath") != jose.digest(token):
        raise ProofFault(
            "ath",
            "DPoP-beviset gjelder et annet token.",
            expected="ath er SHA-256 av tokenet i kallet, i base64url",
            found="en annen ath" if "ath" in claims else "ingen ath",
            fix="Regn ut ath av det tokenet som sendes i Authorization.",
        )


def _jti(claims: Mapping[str, Any]) -> str:
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= MOST_JTI_LETTERS:
        raise ProofFault(
            "jti",
            "DPoP-beviset mangler en id.",
            expected=f"jti som tekst på 1 til {MOST_JTI_LETTERS} tegn",
            found=ascii(jti)[:40] if "jti" in claims else "ingen jti",
            fix="Sett jti til en ny UUID i hvert bevis.",
        )
    return jti


def _require_call(claims: Mapping[str, Any], method: str, url: str) -> None:
    if claims.get("htm") != method:
        raise ProofFault(
            "htm",
            "DPoP-beviset gjelder en annen metode.",
            expected=f"htm {method}",
            found=ascii(claims.get("htm"))[:40] if "htm" in claims else "ingen htm",
            fix="Lag et bevis for metoden i kallet.",
        )
    given = claims.get("htu")
    if not isinstance(given, str) or not same_address(given, url):
        raise ProofFault(
            "htu",
            "DPoP-beviset gjelder en annen adresse.",
            expected=f"htu {url.partition('?')[0][:200]}",
            found=ascii(given)[:200] if "htu" in claims else "ingen htu",
            fix="Lag et bevis for adressen i kallet, uten det som står etter spørsmålstegnet.",
        )


def _require_recent(claims: Mapping[str, Any], now: float, window: Window) -> None:
    issued = jose.moment(claims, "iat")
    if issued is None or not -window.past <= issued - now <= window.ahead:
        raise ProofFault(
            "iat",
            "DPoP-beviset er for gammelt eller fra framtiden.",
            expected=f"iat fra {window.past:g} sekunder før til {window.ahead:g} sekunder etter {now:.0f}",
            found=ascii(claims["iat"])[:40] if "iat" in claims else "ingen iat",
            fix="Lag beviset like før kallet, og sjekk klokken; testområdet kan ha en egen.",
        )


def same_address(given: str, url: str) -> bool:
    """Whether two addresses are the same but for query and fragment; the host in any case, the usual port or none."""
    try:
        return _plain(given) == _plain(url)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _plain(url: str) -> tuple[str, str, str]:
    found = urlsplit(url)
    scheme = found.scheme.lower()
    host = found.netloc.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ":"))
    return scheme, host, unquote(found.path) or "/"


def _as_fault(check: str, error: Problem) -> ProofFault:
    return ProofFault(
        check, f"DPoP-beviset: {error.problem}", expected=error.expected, found=error.found, fix=error.fix
    )
