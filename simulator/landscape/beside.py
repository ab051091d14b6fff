"""What national services stand beside a journal, as its target file tells of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from simulator.landscape.national import RunningService

CLIENT: Final = "testklient"
"""The client that every test area of HelseID has, with a key that anybody may fetch."""
_PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {"adresseregister": "", "cppa": "", "helsenorge": "", "meldingstjener": "/msh"}
)
"""The services that a target file tells of, and what stands behind the test area in the address."""
_BITS: Final = 2048


@dataclass(frozen=True)
class Beside:
    """Addresses by the name of the service; `issuer` is that of HelseID and `key` the private key of its client."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    issuer: str = ""
    key: str = field(default="", repr=False)


NOTHING: Final = Beside()


def beside(services: Iterable[RunningService], area: str, client_key: str) -> Beside:
    """What stands beside a journal in a test area; a HelseID that is not ours is left out: we have no client there."""
    running = {one.service.name: one for one in services}
    addresses = {name: f"{running[name].address(area)}{path}" for name, path in _PATHS.items() if name in running}
    helseid = running.get("helseid")
    if helseid is None or not helseid.ours:
        return Beside(addresses)
    return Beside(addresses, f"{helseid.address(area)}/helseid", client_key)


def new_key() -> str:
    """A private key for the ready clients of HelseID, as a JWK: made here, so that HelseID need not be up for it."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415  slow to load, and often not asked for

    made = rsa.generate_private_key(65537, _BITS).private_numbers()
    numbers = {
        **{"n": made.public_numbers.n, "e": made.public_numbers.e, "d": made.d},
        **{"p": made.p, "q": made.q, "dp": made.dmp1, "dq": made.dmq1, "qi": made.iqmp},
    }
    return json.dumps({"kty": "RSA", "kid": CLIENT, **{name: _base64(number) for name, number in numbers.items()}})


def _base64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
