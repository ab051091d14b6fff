"""A bus client in as few lines as the wire contract allows, over http.client."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class LinkClosed(Exception):
    """The miniature is on its way down."""


class NoSuchQueue(Exception):
    """Nobody has the queue that a message was sent to."""


@dataclass(frozen=True)
class Delivery:
    """One message under lock."""

    token: str
    properties: dict[str, str]
    application: dict[str, str]
    body: bytes
    ttl_ms: int | None = None


class BusLink:
    """One HER-id's way to the bus; every thread has its own connection."""

    def __init__(self, address: str, her_id: str, secret: str) -> None:
        parts = urlsplit(address)
        self._host, self._port, self._prefix = parts.hostname or "", parts.port or 80, parts.path.rstrip("/")
        login = base64.b64encode(f"{her_id}:{secret}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        self._mine = threading.local()
        self._all: list[http.client.HTTPConnection] = []
        self.closed = threading.Event()

    def send(
        self,
        queue: str,
        properties: dict[str, str],
        application: dict[str, str],
        body: bytes,
        *,
        ttl_ms: int | None = None,
    ) -> None:
        """Put a message on a queue; raises `NoSuchQueue`, and `RuntimeError` unless the bus has it."""
        header = {} if ttl_ms is None else {"ttl_ms": ttl_ms}
        message = {"header": header, "properties": properties, "application_properties": application}
        status, answer = self._call(
            "POST", f"/queues/{queue}/messages", {**message, "body_b64": base64.b64encode(body).decode()}
        )
        if status == 404:
            raise NoSuchQueue(queue)
        if status != 201:
            raise RuntimeError(f"{queue}: {status} {answer}")

    def lock(self, queue: str, seconds: int) -> Delivery | None:
        """Wait for the next message of an own queue."""
        status, answer = self._call("POST", f"/queues/{queue}/lock?wait={seconds}", {})
        if status != 200:
            return None
        message = answer["message"]
        return Delivery(
            token=answer["lock_token"],
            properties=message["properties"],
            application=message["application_properties"],
            body=base64.b64decode(message["body_b64"]),
            ttl_ms=message.get("header", {}).get("ttl_ms"),
        )

    def complete(self, delivery: Delivery) -> None:
        """Take the message off the bus."""
        self._call("DELETE", f"/locks/{delivery.token}", None)

    def is_empty(self, queue: str) -> bool:
        """Whether nothing lies ready or under lock."""
        _, answer = self._call("GET", f"/queues/{queue}", None)
        return bool(answer["ready"] == 0 and answer["locked"] == 0)

    def close(self) -> None:
        """Wake whoever waits; every later call raises `LinkClosed`."""
        self.closed.set()
        for connection in list(self._all):
            if connection.sock is not None:
                try:
                    connection.sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def _call(self, method: str, path: str, content: Any) -> tuple[int, Any]:
        body = None if content is None else json.dumps(content).encode()
        for last in (False, True):
            if self.closed.is_set():
                break
            connection = self._connection()
            try:
                connection.request(method, self._prefix + path, body, self._headers)
                response = connection.getresponse()
                raw = response.read()
                return response.status, json.loads(raw) if raw else None
            except (OSError, http.client.HTTPException):
                connection.close()
                if last and not self.closed.is_set():
                    raise
        raise LinkClosed

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
            self._all.append(connection)
        return connection
