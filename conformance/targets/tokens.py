"""Our client at HelseID as the target file tells of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conformance.clock import Clock
from conformance.targets.model import Target
from conformance.targets.services import HelseID

if TYPE_CHECKING:
    from wire.helseid import TokenSource
    from wire.jose import Key


@dataclass(frozen=True)
class Tokens:
    """One client; a token is kept while it lasts."""

    source: TokenSource
    scopes: tuple[str, ...]

    @classmethod
    def of(cls, target: Target, clock: Clock, timeout: tuple[float, float]) -> Tokens:
        """The client of a target that has one. Raises `UnusableKey`."""
        from wire import helseid  # noqa: PLC0415  JOSE is slow to load, and few targets need it

        told = target.services.helseid
        if told is None:
            raise ValueError("the target has no client")
        key = private_key(told)
        curve = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}.get(str(key.as_dict().get("crv", "")))
        source = helseid.TokenSource(
            told.issuer,
            helseid.Credentials(told.client_id, key),
            now=clock.now,
            acts_for=helseid.ActsFor(told.organisation, told.sub_organisation, many=bool(told.organisation)),
            habits=replace(helseid.PLAIN, algorithm=curve or helseid.PLAIN.algorithm),
            route=target.route,
            timeout=timeout,
        )
        return cls(source, told.scopes)

    def granted(self) -> frozenset[str]:
        """The scopes of a token for all that the target asks for. Raises `HelseIdError`."""
        return frozenset(self.source.token(" ".join(self.scopes)).scope.split())

    def headers(self, method: str, url: str, scope: str) -> dict[str, str]:
        """What goes with a call; a token for one scope, as each service wants its own. Raises `HelseIdError`."""
        return self.source.headers(method, url, scope)


def private_key(told: HelseID) -> Key:
    """The key as JWK or PEM. Raises `UnusableKey`."""
    from wire import jose  # noqa: PLC0415

    text = told.key.strip()
    if not text.startswith("-----"):
        try:
            jwk: Any = json.loads(text)
        except ValueError:
            jwk = None
        return jose.private_key(jwk)
    return jose.pem_key(text)
