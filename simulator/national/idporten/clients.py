"""The clients that may send people here to log in, as the control API registers them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from simulator.serving.refusals import faulty

Way = Literal["client_secret_basic", "client_secret_post", "private_key_jwt"]
WAYS: Final[tuple[Way, ...]] = ("client_secret_basic", "client_secret_post", "private_key_jwt")
_MOST: Final = 20


@dataclass(frozen=True)
class Client:
    """A client; it shows who it is with its secret or, when it has `jwks`, with an assertion that it has signed."""

    client_id: str
    redirect_uris: tuple[str, ...]
    name: str = ""
    post_logout_redirect_uris: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    jwks: str = ""
    pushes: bool = False
    """Whether it must push its requests first (PAR)."""

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Client:
        """As it was kept."""
        kept = json.loads(text)
        lists = {name: tuple(kept[name]) for name in ("redirect_uris", "post_logout_redirect_uris")}
        return cls(**{**kept, **lists})

    def ways(self) -> frozenset[Way]:
        """How it may show who it is."""
        return frozenset({"private_key_jwt"} if self.jwks else {"client_secret_basic", "client_secret_post"})


def read(given: Mapping[str, Any]) -> Client:
    """The client that is to be registered; raises `FaultyRequest`."""
    client_id, secret, jwks = _text(given, "client_id"), _text(given, "client_secret"), given.get("jwks")
    if not client_id:
        raise faulty("client_id", "ingenting")
    if bool(secret) == bool(jwks):
        raise faulty("enten client_secret eller jwks", "begge" if secret else "ingen av dem")
    uris = _addresses(given, "redirect_uris")
    if not uris:
        raise faulty("minst én adresse i redirect_uris", "ingen")
    return Client(
        client_id,
        uris,
        _text(given, "client_name") or client_id,
        _addresses(given, "post_logout_redirect_uris"),
        secret,
        _keys(jwks) if jwks else "",
        bool(given.get("require_pushed_authorization_requests", False)),
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise faulty(f"{name} som kort tekst", ascii(value)[:80])
    return value


def _addresses(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name, [])
    if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(one, str) for one in value):
        raise faulty(f"{name} som en liste med høyst {_MOST} adresser", ascii(value)[:80])
    for one in value:
        if not _is_address(one):
            raise faulty(f"{name} som hele adresser med http eller https, uten #", ascii(one)[:80])
    return tuple(value)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    clean = text.isascii() and text.isprintable() and " " not in text and len(text) <= 2000
    return clean and parts.scheme in ("http", "https") and bool(parts.netloc) and "#" not in text


def _keys(given: object) -> str:
    from joserfc.errors import JoseError  # noqa: PLC0415 - only needed when somebody registers keys
    from joserfc.jwk import KeySet  # noqa: PLC0415

    try:
        found = KeySet.import_key_set(given)  # type: ignore[arg-type]
        if any(key.is_private for key in found.keys):
            raise faulty("bare offentlige nøkler i jwks", "en privat nøkkel")
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise faulty("jwks som et JWK Set med offentlige nøkler", ascii(given)[:80]) from error
    return json.dumps(found.as_dict(private=False))
