"""Asks a private RabbitMQ over its management API, as the one who may change it."""

from __future__ import annotations

import base64
import json
from typing import Any, Final
from urllib.parse import quote

import urllib3

from simulator.landscape.rabbitmq.definitions import Definitions
from wire.bus import BusRefused, BusUnreachable

_SECONDS: Final = 30.0


class Management:
    """Raises `BusUnreachable`, `BusRefused`."""

    def __init__(self, url: str, admin: tuple[str, str]) -> None:
        self.page = url
        """What a browser may open."""
        self._base = f"{url}/api"
        login = base64.b64encode(":".join(admin).encode()).decode("ascii")
        self._headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}

    def import_definitions(self, told: Definitions) -> None:
        """Make what is not there yet; nothing is taken away."""
        self._call("POST", "/definitions", told)

    def amqp_port(self) -> int:
        """Where it listens for AMQP without TLS."""
        found = [one["port"] for one in self._call("GET", "/overview")["listeners"] if one["protocol"] == "amqp"]
        if not found:
            raise _refused("en port for AMQP uten TLS", "ingen slik port", "La RabbitMQ lytte på en slik port.")
        return int(found[0])

    def areas(self) -> frozenset[str]:
        """The test areas that are made."""
        return frozenset(str(one["name"]) for one in self._call("GET", "/vhosts") if one["name"] != "/")

    def remove_queue(self, area: str, queue: str) -> None:
        """Take a queue away with all that lies in it."""
        self._call("DELETE", f"/queues/{quote(area, safe='')}/{quote(queue, safe='')}")

    def limit(self, area: str, queue: str, *, messages: int) -> None:
        """Let a queue be full with so many messages."""
        told = {"pattern": f"^{queue}$", "definition": {"max-length": messages, "overflow": "reject-publish"}}
        self._call("PUT", f"/policies/{quote(area, safe='')}/{quote(queue, safe='')}", told)

    def _call(self, method: str, path: str, content: object = None) -> Any:
        body = None if content is None else json.dumps(content).encode()
        try:
            with urllib3.PoolManager(retries=False) as pool:
                answer = pool.request(method, self._base + path, body=body, headers=self._headers, timeout=_SECONDS)
        except urllib3.exceptions.HTTPError as error:
            raise BusUnreachable(
                "Får ikke kontakt med RabbitMQ.",
                expected=f"svar fra {self._base}",
                found="ikke noe svar",
                fix="Sjekk at den er i gang, og at adressen er til styringen av den (ofte port 15672).",
            ) from error
        if not 200 <= answer.status < 300:
            said = f"HTTP {answer.status} {_reason(answer)}".strip()
            raise _refused(f"et godt svar på {method} {self._base}{path}", said, _FIX.get(answer.status, _FIX[400]))
        try:
            return answer.json() if answer.data else None
        except ValueError as error:
            raise _refused(f"JSON fra {self._base}{path}", "noe annet", _FIX[404]) from error


_FIX: Final = {
    400: "Start på nytt med en tom datamappe.",
    401: "Rett brukernavn og passord i adressen; brukeren må være administrator.",
    404: "Sjekk at adressen er til styringen av en RabbitMQ med rabbitmq_management (ofte port 15672).",
}


def _refused(expected: str, found: str, fix: str) -> BusRefused:
    return BusRefused("RabbitMQ gjorde ikke som den ble bedt om.", expected=expected, found=found, fix=fix)


def _reason(answer: urllib3.BaseHTTPResponse) -> str:
    try:
        return str(answer.json()["reason"])[:300]
    except (ValueError, KeyError, TypeError):
        return ""
