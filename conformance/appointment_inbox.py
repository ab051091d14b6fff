"""Reads what the EPJ has put at the receiver of appointments over REST (docs/contract.md, part 4)."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests

from conformance.outcomes import TargetUnreachable
from conformance.reading import resource_of
from wire.route import DIRECT, Route

SECONDS: Final = 10.0
HTTP_REFUSED: Final = 300
LIMIT: Final = 1000
"""The receiver keeps no more."""


@dataclass(frozen=True)
class Put:
    """One call as it arrived: its number at the receiver, its address without host, the body, and what was answered."""

    number: int
    path: str
    raw: bytes
    status: int

    @property
    def resource(self) -> Mapping[str, Any]:
        """The body in its JSON form; empty when it cannot be read."""
        return resource_of(self.raw)

    @property
    def taken(self) -> bool:
        """Whether the receiver took it: what it refused lies nowhere."""
        return self.status < HTTP_REFUSED


class AppointmentInbox:
    """The receiver in one test environment, at its base address."""

    def __init__(self, address: str, route: Route = DIRECT) -> None:
        self._address = f"{address.rstrip('/')}/timeavtaler/_inbox"
        self._session = route.session()

    def last(self) -> int:
        """The number of the newest call; raises `TargetUnreachable`."""
        return int(self._get(0)["last"])

    def after(self, number: int) -> Iterator[Put]:
        """The calls above a number, oldest first; raises `TargetUnreachable`."""
        for entry in self._get(number)["entries"]:
            raw = base64.b64decode(entry["raw_b64"])
            yield Put(int(entry["number"]), str(entry["path"]), raw, int(entry["status"]))

    def _get(self, after: int) -> dict[str, Any]:
        try:
            answer = self._session.get(self._address, params={"after": after, "limit": LIMIT}, timeout=SECONDS)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise TargetUnreachable(
                f"Mottaket av timer på {self._address} kunne ikke leses ({type(error).__name__}).",
                fix="Se at adressen under [services.timenotifikasjon] er mottaket som EPJ-en legger timene i.",
            ) from error
        return found
