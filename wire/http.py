"""The bus over HTTP: docs/contract.md, part 1, from the client's side."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import urllib3

from standards.envelope import Envelope
from wire.bus import (
    MAX_BODY_BYTES,
    BusMessage,
    BusRefused,
    BusUnreachable,
    Limit,
    LockLost,
    MessageTooLarge,
    QueueDepth,
    Received,
)
from wire.route import DIRECT, Route

T = TypeVar("T")

_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 2.0
_LONGEST_POLL_SECONDS = 0.5
_LONGEST_POLL_WITH_A_NAME_SECONDS = 20.0
_SECONDS_TO_INTERRUPT = 1.0
_ERROR_FIELDS = ("error", "expected", "found", "fix")
_TRY_AGAIN = frozenset({502, 503, 504})


class HttpBusClient:
    """One HER-id's access to the bus at `base_url` (with the test area's prefix, if any). Thread-safe.

    A request that meets a broken connection, or a server that is on its way down, is repeated with growing pauses for
    `patience_seconds` and then raises `BusUnreachable`. `timeout` is how many seconds one answer may take beyond
    the time that was asked for in a long poll. `close()` ends a waiting `receive` and leaves no message locked behind
    it: a client with a `consumer` name takes back its own polls, and one without polls in short pieces. `route` says
    whom to trust and by which proxy; those of the environment are not used.
    """

    limits: frozenset[Limit] = frozenset()

    def __init__(
        self,
        base_url: str,
        her_id: str,
        password: str,
        *,
        consumer: str = "",
        timeout: float = 30.0,
        patience_seconds: float = 10.0,
        route: Route = DIRECT,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._her_id = her_id
        self._consumer = quote(consumer, safe="")
        login = base64.b64encode(f"{her_id}:{password}".encode()).decode("ascii")
        self._headers = {"Authorization": f"Basic {login}"}
        self._timeout = timeout
        self._patience = patience_seconds
        self._monotonic = monotonic
        self._closed = threading.Event()
        self._polls: Counter[str] = Counter()
        self._polls_end = threading.Condition()
        self._pool = route.pool(self._base, num_pools=2, maxsize=32, retries=False)

    def send(self, queue: str, message: BusMessage) -> None:
        """Put a message on any queue; a repeat after a broken connection keeps its message-id."""
        if len(message.body) > MAX_BODY_BYTES:
            raise MessageTooLarge(
                "Meldingen er for stor for bussen.",
                expected=f"høyst {MAX_BODY_BYTES} byte",
                found=f"{len(message.body)} byte",
                fix="Gjør vedleggene mindre.",
            )
        content = {**message.envelope.to_json(), "body_b64": base64.b64encode(message.body).decode("ascii")}
        self._call("POST", f"/queues/{quote(queue, safe='')}/messages", content)

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """Lock the oldest ready message of an own queue, waiting up to `wait_seconds` for one."""
        path = f"/queues/{quote(queue, safe='')}/lock"
        deadline = self._monotonic() + wait_seconds
        longest = _LONGEST_POLL_WITH_A_NAME_SECONDS if self._consumer else _LONGEST_POLL_SECONDS
        while True:
            piece = min(max(deadline - self._monotonic(), 0.0), longest)
            with self._polling(queue):
                answer = self._call("POST", f"{path}?wait={piece:.3f}&consumer={self._consumer}", extra_seconds=piece)
            if answer.status == 200:
                return self._unless_closed(_read(answer, _received))
            if self._monotonic() >= deadline:
                return None
            # A bus with no thread to spare for waiting says so; asking again at once would only load it more.
            self._closed.wait(min(float(answer.headers.get("Retry-After", 0)), max(deadline - self._monotonic(), 0.0)))

    def complete(self, received: Received) -> None:
        """Take the message off the bus; raises `LockLost` when the lock is gone."""
        self._call("DELETE", f"/locks/{quote(received.lock, safe='')}")

    def release(self, received: Received) -> None:
        """Give the message back to its place in the queue; raises `LockLost` when the lock is gone."""
        self._call("POST", f"/locks/{quote(received.lock, safe='')}/release")

    def recover(self, queue: str) -> None:
        """Give back what an earlier life of this consumer still holds in an own queue."""
        self._call("POST", self._recovery(queue))

    def knows(self, queue: str) -> bool:
        """Whether there is such a queue, own or not: asked with a message in a faulty form, which is never stored."""
        try:
            self.send(queue, BusMessage(Envelope(ttl_ms=-1), b""))
        except BusRefused as refused:
            if refused.status not in (400, 404):
                raise
            return refused.status == 400
        return True

    def depth(self, queue: str) -> QueueDepth:
        """How much lies in an own queue."""
        answer = self._call("GET", f"/queues/{quote(queue, safe='')}")
        return _read(answer, lambda counts: QueueDepth(counts["ready"], counts["locked"], counts["dead"]))

    def depths(self) -> Mapping[str, QueueDepth]:
        """How much lies in each of our own queues, all seen at once."""
        answer = self._call("GET", "/queues")
        return _read(
            answer,
            lambda found: {
                queue: QueueDepth(counts["ready"], counts["locked"], counts["dead"])
                for queue, counts in found["queues"].items()
            },
        )

    def close(self) -> None:
        """Interrupt what waits and drop the connections; later calls raise `BusUnreachable`."""
        self._closed.set()
        if self._consumer:
            self._interrupt()
        self._pool.clear()

    def _interrupt(self) -> None:
        """Have the bus send our polls home empty-handed; once more for those that had not arrived when it was told."""
        give_up = self._monotonic() + _SECONDS_TO_INTERRUPT
        while (waiting := self._waiting()) and self._monotonic() < give_up:
            for queue in waiting:
                with suppress(urllib3.exceptions.HTTPError):
                    self._once("POST", self._recovery(queue), None, 0.0, timeout=_SECONDS_TO_INTERRUPT)
            with self._polls_end:
                self._polls_end.wait_for(lambda: not +self._polls, _FIRST_PAUSE_SECONDS)

    def _waiting(self) -> list[str]:
        with self._polls_end:
            return list(+self._polls)

    @contextmanager
    def _polling(self, queue: str) -> Iterator[None]:
        with self._polls_end:
            self._polls[queue] += 1
        try:
            yield
        finally:
            with self._polls_end:
                self._polls[queue] -= 1
                self._polls_end.notify_all()

    def _recovery(self, queue: str) -> str:
        return f"/queues/{quote(queue, safe='')}/recover?consumer={self._consumer}"

    def _unless_closed(self, received: Received) -> Received | None:
        if not self._closed.is_set():
            return received
        with suppress(urllib3.exceptions.HTTPError):
            self._once("POST", f"/locks/{quote(received.lock, safe='')}/release", None, 0.0)
        self._pool.clear()
        return None

    def _call(
        self, method: str, path: str, content: Mapping[str, Any] | None = None, *, extra_seconds: float = 0.0
    ) -> urllib3.BaseHTTPResponse:
        """The answer of a good call; repeats while the bus cannot be reached and patience lasts."""
        body = None if content is None else json.dumps(content).encode("ascii")
        give_up = self._monotonic() + extra_seconds + self._patience
        pause = _FIRST_PAUSE_SECONDS
        while not self._closed.is_set():
            try:
                answer = self._once(method, path, body, extra_seconds)
            except urllib3.exceptions.HTTPError as error:
                trouble = str(error)
            else:
                if answer.status not in _TRY_AGAIN:
                    return self._checked(answer)
                trouble = f"{answer.status} {answer.reason}"
            left = give_up - self._monotonic()
            if left <= 0:
                raise self._unreachable(trouble)
            self._closed.wait(min(pause, left))
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        raise self._unreachable("klienten er lukket")

    def _once(
        self, method: str, path: str, body: bytes | None, extra_seconds: float, *, timeout: float | None = None
    ) -> urllib3.BaseHTTPResponse:
        headers = self._headers if body is None else {**self._headers, "Content-Type": "application/json"}
        longest = self._timeout if timeout is None else min(timeout, self._timeout)
        limit = urllib3.Timeout(connect=min(longest, 5.0), read=longest + extra_seconds)
        return self._pool.request(method, self._base + path, body=body, headers=headers, timeout=limit)

    def _checked(self, answer: urllib3.BaseHTTPResponse) -> urllib3.BaseHTTPResponse:
        if 200 <= answer.status < 300:
            return answer
        problem, *rest = _read(answer, lambda content: [str(content[name]) for name in _ERROR_FIELDS])
        told = dict(zip(_ERROR_FIELDS[1:], rest, strict=True))
        if answer.status == 410:
            raise LockLost(problem, **told)
        if answer.status == 413:
            raise MessageTooLarge(problem, **told)
        raise BusRefused(problem, status=answer.status, **told)

    def _unreachable(self, trouble: str) -> BusUnreachable:
        return BusUnreachable(
            "Får ikke kontakt med bussen.",
            expected=f"svar fra {self._base} innen {self._patience:g} sekunder",
            found=trouble,
            fix="Sjekk at bussen er i gang, og at adressen i testobjektfilen er riktig.",
        )


def _read(answer: urllib3.BaseHTTPResponse, form: Callable[[Any], T]) -> T:
    """The answer's content in its form; raises `BusRefused` when it has another."""
    try:
        return form(answer.json())
    except (ValueError, TypeError, KeyError) as error:
        raise _no_bus(answer) from error


def _no_bus(answer: urllib3.BaseHTTPResponse) -> BusRefused:
    return BusRefused(
        "Bussen svarte noe annet enn kontrakten sier.",
        expected="et svar etter docs/contract.md",
        found=f"{answer.status} {answer.reason}",
        fix="Sjekk at adressen i testobjektfilen peker på bussen og testområdet.",
        status=answer.status,
    )


def _received(content: Mapping[str, Any]) -> Received:
    message = content["message"]
    return Received(
        message=BusMessage(Envelope.from_json(message), base64.b64decode(message["body_b64"])),
        lock=content["lock_token"],
        delivery_count=content["delivery_count"],
        sequence=content["sequence"],
        enqueued_at=datetime.fromisoformat(content["enqueued_at"]),
        expires_at=datetime.fromisoformat(content["expires_at"]),
    )
