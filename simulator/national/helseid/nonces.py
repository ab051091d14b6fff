"""The nonces that a DPoP proof must have: each tells when it was made, signed so that it is one of ours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from wire import jose

SECONDS_GOOD: Final = 60
"""How long a nonce may be used (I)."""
_STAMP, _SIGNATURE = 16, 22


class Nonces:
    """Gives nonces of one area and knows them again; `secret` is the area's, so that a restart changes nothing."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def make(self, now: float) -> str:
        """A nonce that is good for a minute."""
        stamp = f"{max(int(now), 0):0{_STAMP - 4}d}{secrets.token_hex(2)}"
        return stamp + self._signature(stamp)

    def fault(self, nonce: str, now: float) -> str:
        """What is wrong with it in a few words, empty when it is good."""
        stamp, signature = nonce[:_STAMP], nonce[_STAMP:]
        if not nonce.isascii() or not hmac.compare_digest(signature, self._signature(stamp)):
            return "en nonce som ikke er herfra"
        age = now - int(stamp[:-4])
        return "" if -1 <= age <= SECONDS_GOOD else f"en nonce som er {age:.0f} sekunder gammel"

    def _signature(self, stamp: str) -> str:
        return jose.encoded(hmac.digest(self._secret, stamp.encode(), hashlib.sha256))[:_SIGNATURE]
