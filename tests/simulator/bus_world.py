"""A bus with two parties for the tests of the bus and of its clients."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import urllib3

from simulator.app import Server
from simulator.clock import Clock, ManualClock, SystemClock
from simulator.national.tjenestebuss import Areas, BusSettings, build_bus
from standards.envelope import Envelope, business_envelope

HELSENORGE = "8200002"
EPJ = "8210011"
PASSWORDS = {HELSENORGE: "hemmelig-hn", EPJ: "hemmelig-æøå"}
INBOX = f"{EPJ}_async"
DEAD = f"{EPJ}_dl"
START = datetime(2026, 12, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
T = TypeVar("T")


def envelope(message_id: str = "m-1", ttl_ms: int | None = None) -> Envelope:
    """An envelope from Helsenorge to the EPJ."""
    return business_envelope(
        message_id=message_id,
        subject="DIALOG_INNBYGGER_KOORDINERING",
        from_her_id=HELSENORGE,
        to_her_id=EPJ,
        time_stamp="2026-12-01T08:00:00Z",
        ttl_ms=ttl_ms,
    )


class World:
    """A running bus server with test area `a`."""

    def __init__(self, server: Server, areas: Areas) -> None:
        self.server = server
        self.areas = areas
        self.base = f"{server.url}/w/a"

    def call(self, method: str, path: str, *, her_id: str = EPJ, password: str | None = None, **more: Any) -> Any:
        """Ask with a login; `path` from the server's root when it begins with /_sim, else from the area."""
        url = self.server.url + path if path.startswith("/_sim") else self.base + path
        secret = PASSWORDS.get(her_id, "") if password is None else password
        headers = {"Authorization": basic(her_id, secret), **more.pop("headers", {})}
        return urllib3.request(method, url, headers=headers, retries=False, timeout=40.0, **more)

    def send(self, body_b64: str = "PGEvPg==", queue: str = INBOX, **more: Any) -> Any:
        """Send as Helsenorge."""
        content = {**envelope().to_json(), "body_b64": body_b64, **more}
        return self.call("POST", f"/queues/{queue}/messages", her_id=HELSENORGE, json=content)

    def lock(self, wait: float = 0.0, queue: str = INBOX) -> Any:
        """Lock as the EPJ."""
        return self.call("POST", f"/queues/{queue}/lock?wait={wait:g}")


def basic(her_id: str, password: str) -> str:
    """An Authorization header in UTF-8."""
    return "Basic " + base64.b64encode(f"{her_id}:{password}".encode()).decode()


@contextmanager
def running(
    data: Path | None = None, clock: Clock | None = None, settings: BusSettings | None = None, threads: int = 12
) -> Iterator[World]:
    """A bus server with area `a` and both parties."""
    app, areas = build_bus(data, clock or SystemClock(), settings=settings, threads=threads)
    areas.ensure("a", PASSWORDS)
    with Server(app, threads=threads, on_stop=areas.close) as server:
        yield World(server, areas)


def in_thread(work: Callable[[], T]) -> Future[T]:
    """Start the work in a thread of its own."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001  # handed to whoever asks for the result
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def manual() -> ManualClock:
    """A clock that stands at 1 December."""
    return ManualClock(START)
