"""DPoP proofs made to order, right or wrong: the twelve kinds that the test token service knows by number.

Of `invalidDPoPProofParameters` the sources give only that it is 1 to 12; what each means is ours (I).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from wire import jose

_AN_HOUR = 3600


@dataclass(frozen=True)
class Draft:
    """A proof before it is signed; `broken` is one whose signature is spoilt."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    broken: bool = False


@dataclass(frozen=True)
class Kind:
    """A way to be wrong: which check refuses it (`simulator.serving.proofs`), what it is, and what makes it so."""

    check: str
    text: str
    spoil: Callable[[Draft, jose.Key], Draft]


def proof(key: jose.Key, claims: Mapping[str, Any], kind: int = 0) -> str:
    """A proof with these claims; `kind` 0 is right, 1 to 12 are wrong in one way each."""
    draft = Draft({"typ": "dpop+jwt", "alg": "ES256", "jwk": jose.shown(key)}, {"jti": str(uuid.uuid4()), **claims})
    if kind:
        draft = KINDS[kind].spoil(draft, key)
    text = jose.sign(draft.header, draft.claims, key, "ES256")
    return f"{text[:-8]}{'A' * 8 if not text.endswith('A' * 8) else 'B' * 8}" if draft.broken else text


def _without_claim(name: str) -> Callable[[Draft, jose.Key], Draft]:
    return lambda draft, _: replace(draft, claims={one: draft.claims[one] for one in draft.claims if one != name})


def _without_header(name: str) -> Callable[[Draft, jose.Key], Draft]:
    return lambda draft, _: replace(draft, header={one: draft.header[one] for one in draft.header if one != name})


def _moved(seconds: int) -> Callable[[Draft, jose.Key], Draft]:
    return lambda draft, _: replace(draft, claims={**draft.claims, "iat": draft.claims["iat"] + seconds})


def _header(name: str, value: str) -> Callable[[Draft, jose.Key], Draft]:
    return lambda draft, _: replace(draft, header={**draft.header, name: value})


KINDS: Final[Mapping[int, Kind]] = MappingProxyType(
    {
        1: Kind("htu", "uten htu", _without_claim("htu")),
        2: Kind("htm", "uten htm", _without_claim("htm")),
        3: Kind("iat", "iat en time for gammel", _moved(-_AN_HOUR)),
        4: Kind("iat", "iat en time fram i tid", _moved(_AN_HOUR)),
        5: Kind("ath", "uten ath", _without_claim("ath")),
        6: Kind("alg", "uten alg i hodet", _without_header("alg")),
        7: Kind("jwk", "uten jwk i hodet", _without_header("jwk")),
        8: Kind("jti", "uten jti", _without_claim("jti")),
        9: Kind("alg", "en symmetrisk alg, HS256", _header("alg", "HS256")),
        10: Kind(
            "private",
            "den private nøkkelen i jwk",
            lambda draft, key: replace(draft, header={**draft.header, "jwk": jose.hidden(key)}),
        ),
        11: Kind("typ", "en annen typ", _header("typ", "JWT")),
        12: Kind("signature", "en ødelagt signatur", lambda draft, _: replace(draft, broken=True)),
    }
)
