"""The keys that HelseID signs with in a test area: made when first needed, rotated, and published for a while after."""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass
from typing import Any, Final

from simulator.store.database import Database
from wire import jose

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS signing_key (
  kid TEXT PRIMARY KEY, jwk TEXT NOT NULL, retired_at REAL) STRICT;
"""
SECONDS_PUBLISHED_AFTER: Final = 3600.0
"""How long the old key stays in the JWKS after a rotation, by the clock of the area (I)."""


@dataclass(frozen=True)
class SigningKey:
    """A key with its id."""

    kid: str
    key: jose.Key

    def sign(self, claims: dict[str, Any], typ: str = "at+jwt") -> str:
        """A token with these claims."""
        header = {"alg": "RS256", "kid": self.kid, "typ": typ} if typ else {"alg": "RS256", "kid": self.kid}
        return jose.sign(header, claims, self.key)


class SigningKeys:
    """The keys of one area. Thread-safe. They are kept, so that tokens are still good after a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._current: SigningKey | None = None
        self._foreign: jose.Key | None = None

    def current(self) -> SigningKey:
        """The key that signs now; made when there is none."""
        found = self._current
        if found is not None:
            return found
        with self._lock:
            if self._current is None:
                self._current = self._stored() or self._made()
            return self._current

    def foreign(self) -> SigningKey:
        """A key that was never published, under the id of the one that is."""
        current = self.current()
        with self._lock:
            if self._foreign is None:
                self._foreign = jose.rsa_key()
            return SigningKey(current.kid, self._foreign)

    def rotate(self, now: float) -> str:
        """Sign with a new key from now on; its id."""
        self.current()
        with self._lock:
            with self._database.transaction() as connection:
                connection.execute("UPDATE signing_key SET retired_at = ? WHERE retired_at IS NULL", (now,))
            self._current = self._made()
            return self._current.kid

    def published(self, now: float) -> list[dict[str, Any]]:
        """The public keys as JWKs: the present one and those that have not been gone for long."""
        self.current()
        rows = self._database.read(
            "SELECT jwk FROM signing_key WHERE retired_at IS NULL OR retired_at > ? ORDER BY retired_at IS NOT NULL",
            (now - SECONDS_PUBLISHED_AFTER,),
        )
        keys = (jose.private_key(json.loads(row["jwk"])) for row in rows)
        return [{**jose.shown(key), "use": "sig", "alg": "RS256"} for key in keys]

    def _stored(self) -> SigningKey | None:
        row = self._database.read_one("SELECT kid, jwk FROM signing_key WHERE retired_at IS NULL")
        return None if row is None else SigningKey(row["kid"], jose.private_key(json.loads(row["jwk"])))

    def _made(self) -> SigningKey:
        key = jose.rsa_key(uuid.uuid4().hex.upper())
        with self._database.transaction() as connection:
            jwk = json.dumps(jose.hidden(key))
            connection.execute("INSERT INTO signing_key VALUES (?, ?, NULL)", (key.kid, jwk))
        return SigningKey(str(key.kid), key)
