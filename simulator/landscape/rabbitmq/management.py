"""Asks a private RabbitMQ over its management API, as the one who may change it."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

import urllib3

from simulator.landscape.rabbitmq.definitions import Definitions
from wire.bus import BusRefused, BusUnreachable

_SECONDS: Final = 30.0


class Management:
    """Raises `BusUnreachable`, `BusRefused`."""

    def __init__(self, host: str, port: int, admin: tuple[str, str]) -> None:
        self._base = f"http://{host}:{port}/api"
        self._headers = {
            **urllib3.make_headers(basic_auth=":".join(admin)),
            "Content-Type": "application/json",
        }

    def import_definitions(self, told: Definitions) -> None:
        """Make what is not there yet; nothing is taken away."""
        self._call("POST", "/definitions", told)

    def areas(self) -> frozenset[str]:
        """The test areas that are made."""
        return frozenset(str(one["name"]) for one in self._call("GET", "/vhosts") if one["name"] != "/")

    def remove_queue(self, area: str, queue: str) -> None:
        """Take a queue away with all that lies in it."""
        self._call("DELETE", f"/queues/{quote(area, safe='')}/{quote(queue, safe='')}")

    def purge(self, area: str, queue: str) -> None:
        """Throw away what is ready in a queue; what somebody holds under lock stays."""
        self._call("DELETE", f"/queues/{quote(area, safe='')}/{quote(queue, safe='')}/contents")

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
                fix="Vent til tjeneren er i gang igjen, eller start på nytt.",
            ) from error
        if not 200 <= answer.status < 300:
            raise BusRefused(
                "RabbitMQ gjorde ikke som den ble bedt om.",
                expected=f"et godt svar på {method} {path}",
                found=f"HTTP {answer.status} {_reason(answer)}".strip(),
                fix="Start på nytt med en tom datamappe.",
                status=answer.status,
            )
        return answer.json() if answer.data else None


def _reason(answer: urllib3.BaseHTTPResponse) -> str:
    try:
        return str(answer.json()["reason"])[:300]
    except (ValueError, KeyError, TypeError):
        return ""
