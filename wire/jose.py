"""Signed tokens (JWS in compact form) and their keys, as HelseID and its clients use them: asymmetric only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from standards.errors import Problem

Key: TypeAlias = RSAKey | ECKey
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Those of infrastructure 5.2 and 5.3; neither `none` nor a shared secret."""
MOST_BYTES: Final = 16 * 1024
_END_OF_TIME: Final = 253402300800
"""The year 10000."""
_LEAST_RSA_BITS, _MOST_RSA_BITS = 2048, 8192
_PRIVATE_PARTS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_KEY_FAULTS: Final = (JoseError, ValueError, TypeError, KeyError, OverflowError)


def _no_number(name: str) -> None:
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(parse_constant=_no_number)
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


class UnreadableToken(Problem):
    """The text is not a signed token."""


class WrongAlgorithm(Problem):
    """The token is signed in a way that is not accepted, as `none` or with a shared secret."""


class UnusableKey(Problem):
    """The key is no key, too small, or of a kind that is not accepted."""


class PrivateKeyShown(UnusableKey):
    """A key that should be public has a private part."""


@dataclass(frozen=True)
class Jwt:
    """A token that has been read, and nothing more: its signature is not checked."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    head: str = field(repr=False, default="")
    """The header as it came: the same for the same key and algorithm."""

    @property
    def algorithm(self) -> str:
        """How it is signed; raises `WrongAlgorithm`."""
        found = self.header.get("alg")
        if not isinstance(found, str) or found not in ALGORITHMS:
            raise WrongAlgorithm(
                "Signaturalgoritmen kan ikke brukes.",
                expected=f"alg er en av {', '.join(ALGORITHMS)}",
                found=ascii(found)[:40],
                fix="Signer med en privat nøkkel og en av disse algoritmene.",
            )
        return found


def read(text: str) -> Jwt:
    """The token in a text; raises `UnreadableToken`."""
    if len(text) > MOST_BYTES:
        raise _unreadable(f"høyst {MOST_BYTES} tegn", f"{len(text)} tegn")
    if not _COMPACT.fullmatch(text):
        raise _unreadable("tre deler i base64url med punktum mellom", ascii(text)[:40])
    signed, _, signature = text.rpartition(".")
    head, _, claims = signed.partition(".")
    return Jwt(header(head), _object(claims, "innholdet"), signed.encode("ascii"), _decoded(signature), head)


@lru_cache(maxsize=1024)
def header(head: str) -> Mapping[str, Any]:
    """The header of a token, as it came; a client has the same time after time. Raises `UnreadableToken`."""
    found = _object(head, "hodet")
    if "crit" in found:
        raise _unreadable("et hode uten crit", "crit, som ikke er i bruk her")
    return MappingProxyType(found)


def sign(header: Mapping[str, Any], claims: Mapping[str, Any], key: Key, algorithm: str = "") -> str:
    """The token signed with a private key, by the algorithm that the header has unless another is given."""
    signed = f"{encoded(_compact(header))}.{encoded(_compact(claims))}"
    model = JWSRegistry.algorithms[algorithm or header["alg"]]
    model.check_key(key)
    return f"{signed}.{encoded(model.sign(signed.encode('ascii'), key))}"


def verifies(token: Jwt, key: Key) -> bool:
    """Whether the key signed the token; raises `WrongAlgorithm`."""
    algorithm = token.algorithm
    model = JWSRegistry.algorithms[algorithm]
    try:
        key.check_use("sig")
        key.check_alg(algorithm)
        model.check_key(key)
        return bool(model.verify(token.signed, token.signature, key))
    except (JoseError, ValueError):
        return False


def moment(claims: Mapping[str, Any], name: str) -> float | None:
    """A time of the token, in seconds since 1970; None when it is missing or no number that can be a time."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _END_OF_TIME:
        return None
    return float(value)


def public_key(jwk: object) -> Key:
    """The key in a JWK; raises `UnusableKey`, `PrivateKeyShown`."""
    if isinstance(jwk, Mapping) and not _PRIVATE_PARTS.isdisjoint(jwk) and jwk.get("kty") != "oct":
        raise PrivateKeyShown(
            "Nøkkelen har en privat del.",
            expected="bare den offentlige delen av nøkkelen",
            found=", ".join(sorted(_PRIVATE_PARTS & set(jwk))),
            fix="Ta ut den private delen, og bytt nøkkel: den er ikke hemmelig lenger.",
        )
    return _imported(jwk)


def private_key(jwk: object) -> Key:
    """The private key in a JWK; raises `UnusableKey`."""
    key = _imported(jwk)
    if not key.is_private:
        raise _unusable("en privat nøkkel, med d", "bare den offentlige delen")
    return key


def pem_key(text: str) -> Key:
    """The private key in a PEM text; raises `UnusableKey`."""
    for kind in (RSAKey, ECKey):
        with suppress(*_KEY_FAULTS):
            found: Key = kind.import_key(text)
            return private_key(found.as_dict(private=found.is_private))
    raise _unusable("en privat RSA- eller EC-nøkkel i PEM", "noe annet")


def rsa_key(kid: str = "", bits: int = _LEAST_RSA_BITS) -> RSAKey:
    """A new RSA key."""
    return RSAKey.generate_key(bits, {"kid": kid} if kid else None, private=True)


def ec_key(kid: str = "", curve: Literal["P-256", "P-384", "P-521"] = "P-256") -> ECKey:
    """A new key on an elliptic curve."""
    return ECKey.generate_key(curve, {"kid": kid} if kid else None, private=True)


def shown(key: Key) -> dict[str, Any]:
    """The public part as a JWK."""
    return dict(key.as_dict(private=False))


def hidden(key: Key) -> dict[str, Any]:
    """The whole of a private key as a JWK."""
    return dict(key.as_dict(private=True))


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def digest(token: str) -> str:
    """What a proof has as `ath`: the SHA-256 of the access token."""
    return encoded(hashlib.sha256(token.encode("utf-8", "replace")).digest())


def _object(part: str, name: str) -> dict[str, Any]:
    try:
        found = _DECODER.decode(_decoded(part).decode())
    except (ValueError, RecursionError) as error:
        raise _unreadable(f"{name} som et JSON-objekt i base64url", "noe annet") from error
    if not isinstance(found, dict):
        raise _unreadable(f"{name} som et JSON-objekt", type(found).__name__)
    return found


def _decoded(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error as error:
        raise _unreadable("base64url", f"en del på {len(part)} tegn") from error


def _compact(content: Mapping[str, Any]) -> bytes:
    return _ENCODER.encode(content).encode()


def _imported(jwk: object) -> Key:
    """Raises `UnusableKey`."""
    kind = jwk.get("kty") if isinstance(jwk, Mapping) else None
    if not isinstance(jwk, Mapping) or kind not in ("RSA", "EC"):
        raise _unusable("en JWK med kty RSA eller EC", ascii(kind)[:40])
    content = dict(jwk)
    try:
        bits = int.from_bytes(base64.urlsafe_b64decode(f"{content['n']}==")).bit_length() if kind == "RSA" else 0
        if bits and not _LEAST_RSA_BITS <= bits <= _MOST_RSA_BITS:
            raise _unusable(f"RSA med {_LEAST_RSA_BITS} til {_MOST_RSA_BITS} bit", f"{bits} bit")
        key: Key = RSAKey.import_key(content) if kind == "RSA" else ECKey.import_key(content)
        _ = key.public_key  # read now: a key that cannot be is not to fail later
    except _KEY_FAULTS as error:
        raise _unusable("en gyldig nøkkel", f"{kind}: {str(error)[:80]}") from error
    return key


def _unreadable(expected: str, found: str) -> UnreadableToken:
    return UnreadableToken(
        "Tokenet kan ikke leses.", expected=expected, found=found, fix="Send en signert JWT i kompakt form."
    )


def _unusable(expected: str, found: str) -> UnusableKey:
    return UnusableKey("Nøkkelen kan ikke brukes.", expected=expected, found=found, fix="Bruk en annen nøkkel.")
