"""An authorization request: what a client may ask for, checked before there is a page (OpenID Connect Core 3.1.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from simulator.national.idporten.clients import Client
from simulator.national.idporten.methods import ALIASES, LEVELS, SUBSTANTIAL
from simulator.national.idporten.refusals import AtClient, InvalidRequest, Stranger

SCOPES: Final = ("openid", "profile")
LOCALES: Final = ("nb", "nn", "en", "se")
_LONGEST: Final = 2000
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True)
class Asked:
    """A request in order: `acr` is the least level that the client wants."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    challenge: str
    acr: str
    locale: str

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Asked:
        """As it was kept."""
        return cls(**json.loads(text))


def single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parameters by name; raises `InvalidRequest` for one that is there twice (RFC 6749, 3.1)."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise InvalidRequest(f"Parameteren {ascii(name)[:40]} er gitt mer enn én gang.")
        if len(value) > _LONGEST:
            raise InvalidRequest(f"Parameteren {ascii(name)[:40]} er lengre enn {_LONGEST} tegn.")
        found[name] = value
    return found


def require_place(client: Client | None, given: Mapping[str, str]) -> Client:
    """The client, when it is known and its redirect_uri is registered to the letter; raises `Stranger`."""
    if client is None:
        raise Stranger("client_id er ikke en klient som er registrert i testområdet.")
    if given.get("redirect_uri", "") not in client.redirect_uris:
        raise Stranger("redirect_uri er ikke en av adressene som er registrert for klienten, tegn for tegn.")
    return client


def read(given: Mapping[str, str]) -> Asked:
    """The request of a client whose place is known; raises `AtClient` for what it shall be told."""
    for name, code in (("request", "request_not_supported"), ("request_uri", "request_uri_not_supported")):
        if name in given:
            raise AtClient(code, f"Parameteren {name} kan ikke brukes her.")
    if given.get("response_type") != "code":
        raise AtClient("unsupported_response_type", "response_type må være code.")
    if given.get("response_mode", "query") != "query":
        raise AtClient("invalid_request", "response_mode må være query.")
    return Asked(
        given["client_id"],
        given["redirect_uri"],
        _scope(given),
        given.get("state", ""),
        given.get("nonce", ""),
        _challenge(given),
        _acr(given),
        _locale(given),
    )


def is_verifier(text: str) -> bool:
    """Whether it has the form of a code_verifier (RFC 7636, 4.1)."""
    return bool(_VERIFIER.fullmatch(text))


def _scope(given: Mapping[str, str]) -> str:
    wanted = given.get("scope", "").split()
    if "openid" not in wanted:
        raise AtClient("invalid_scope", "scope må ha openid.")
    if unknown := [one for one in wanted if one not in SCOPES]:
        raise AtClient("invalid_scope", f"scope kan ikke ha {ascii(unknown[0])[:40]}.")
    return " ".join(dict.fromkeys(wanted))


def _challenge(given: Mapping[str, str]) -> str:
    if given.get("code_challenge_method") != "S256":
        raise AtClient("invalid_request", "code_challenge_method må være S256 (PKCE).")
    if not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
        raise AtClient("invalid_request", "code_challenge må være 43 tegn base64url (PKCE).")
    return given["code_challenge"]


def _acr(given: Mapping[str, str]) -> str:
    if "none" in given.get("prompt", "").split():
        raise AtClient("login_required", "Ingen er logget inn; hver innlogging må velges her.")
    wanted = [ALIASES.get(one, one) for one in given.get("acr_values", SUBSTANTIAL).split()]
    if not wanted or any(one not in LEVELS for one in wanted):
        raise AtClient("invalid_request", f"acr_values må være {' eller '.join(LEVELS)}.")
    return min(wanted, key=LEVELS.index)


def _locale(given: Mapping[str, str]) -> str:
    return next((one for one in given.get("ui_locales", "").split() if one in LOCALES), LOCALES[0])
