"""What national services stand beside a journal, as its target file tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import urllib3

from simulator.landscape.national import RunningService

CLIENT: Final = "testklient"
"""The client that every test area of HelseID has, with a key that anybody may fetch."""
_PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {"adresseregister": "", "cppa": "", "helsenorge": "", "meldingstjener": "/msh"}
)
"""The services that a target file tells of, and what stands behind the test area in the address."""
_TIMEOUT: Final = urllib3.Timeout(connect=2.0, read=10.0)


@dataclass(frozen=True)
class Beside:
    """Addresses by the name of the service; `issuer` is that of HelseID and `key` the private key of its client."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    issuer: str = ""
    key: str = field(default="", repr=False)


NOTHING: Final = Beside()


def beside(services: Iterable[RunningService], area: str) -> Beside:
    """What stands beside a journal in a test area. A HelseID that gives us no key of its client is left out."""
    running = {one.service.name: one for one in services}
    addresses = {name: f"{running[name].address(area)}{path}" for name, path in _PATHS.items() if name in running}
    helseid = running.get("helseid")
    key = _key(helseid.url, area) if helseid is not None and helseid.ours else ""
    return Beside(addresses, f"{helseid.address(area)}/helseid" if helseid is not None and key else "", key)


def _key(url: str, area: str) -> str:
    try:
        with urllib3.PoolManager(retries=False, timeout=_TIMEOUT) as pool:
            answer = pool.request("GET", f"{url}/_sim/areas/{area}/clients/{CLIENT}/key")
            return json.dumps(answer.json()) if answer.status == 200 else ""
    except (urllib3.exceptions.HTTPError, ValueError):
        return ""
