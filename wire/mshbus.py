"""Meldingstjener as a bus: what reads queues under lock and sends to queues runs over MSH v2 too.

A lock is ours alone: the message stays unread until it is completed, and another client of the same HER-id sees it
meanwhile. The envelope is made from the document, since MSH has none; the error queue and answers in real time do not
exist there.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

from standards import xml
from standards.build import Reader
from standards.envelope import Envelope, business_envelope
from standards.errors import Problem, StandardsError
from wire.bus import BusMessage, BusRefused, BusUnreachable, Limit, LockLost, MessageTooLarge, QueueDepth, Received
from wire.helseid import HelseIdError, HelseIdUnreachable
from wire.msh import MOST_AT_ONCE, Listed, MshClient, MshRefused, MshUnreachable

_ASYNC: Final = "_async"
_GONE, _TOO_LARGE, _NOT_LET_IN, _FAULTY = 404, 413, 401, 400


class MshBus:
    """One HER-id's access to Meldingstjener as a `BusClient`. Thread-safe; `pause_seconds` lie between two looks."""

    limits: frozenset[Limit] = frozenset(
        {
            *(Limit.LOCK_EXPIRY, Limit.DELIVERY_COUNT, Limit.DEAD_LETTER, Limit.TTL),
            *(Limit.OTHER_RECEIVER, Limit.ENCODING),
        }
    )

    def __init__(
        self,
        client: MshClient,
        her_id: str,
        *,
        pause_seconds: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._her_id = int(her_id)
        self._pause = pause_seconds
        self._monotonic = monotonic
        self._numbers = count(1)
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def send(self, queue: str, message: BusMessage) -> None:
        """Post the document to the HER-id that the queue is of; raises `BusRefused` for what MSH cannot carry."""
        her_id, kind = _parts(queue)
        if kind != _ASYNC or not message.body or not her_id:
            raise BusRefused(
                "Meldingstjener har ikke noe for dette.",
                expected="en melding til HERID_async; feilkø og svar i sanntid finnes ikke i MSH",
                found=queue[:80],
                fix="Send den over tjenestebussen.",
                status=_FAULTY,
            )
        with self._translated():
            self._client.send(message.body, only_to=(her_id,))

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """Hold the oldest unread message of ours, by GenDate, waiting up to `wait_seconds` for one."""
        deadline = self._monotonic() + wait_seconds
        while True:
            self._require_open()
            taken = self._taken() if self._is_own(queue) else None
            if taken is not None:
                return taken
            left = deadline - self._monotonic()
            if left <= 0 or self._closed.wait(min(self._pause, left)):
                return None

    def complete(self, received: Received) -> None:
        """Mark it as read; raises `LockLost` when it is not there."""
        try:
            with self._translated():
                self._client.mark_read(received.lock, self._her_id)
        except BusRefused as refusal:
            if refusal.status != _GONE:
                raise
            raise LockLost(refusal.problem, expected=refusal.expected, found=refusal.found) from refusal
        finally:
            self._let_go(received)

    def release(self, received: Received) -> None:
        """Let it be seen again."""
        self._let_go(received)

    def recover(self, queue: str) -> None:
        """Nothing is held by an earlier life: what was not marked as read is unread."""

    def depth(self, queue: str) -> QueueDepth:
        """How much lies unread, up to the hundred that one list holds."""
        if not self._is_own(queue):
            return QueueDepth(0, 0, 0)
        with self._translated():
            unread = {one.id for one in self._client.unread(self._her_id, metadata=False)}
        with self._lock:
            locked = len(unread & self._held)
        return QueueDepth(len(unread) - locked, locked, 0)

    def close(self) -> None:
        """Interrupt what waits; later calls raise `BusUnreachable`."""
        self._closed.set()
        self._client.close()

    def _taken(self) -> Received | None:
        with self._translated():
            for one in self._client.unread(self._her_id, most=MOST_AT_ONCE):
                with self._lock:
                    if one.id in self._held:
                        continue
                    self._held.add(one.id)
                try:
                    return self._received(one)
                except BaseException:
                    self._held.discard(one.id)
                    raise
        return None

    def _received(self, one: Listed) -> Received:
        body = self._client.fetch(one.id)
        made = one.gen_date
        if made is None:
            raise BusRefused("Meldingen har ingen GenDate.", expected="et tidspunkt", found=one.id)
        return Received(BusMessage(_envelope(one, body, made.isoformat()), body), one.id, 1, next(self._numbers), made)

    def _is_own(self, queue: str) -> bool:
        return _parts(queue) == (self._her_id, _ASYNC)

    def _let_go(self, received: Received) -> None:
        with self._lock:
            self._held.discard(received.lock)

    def _require_open(self) -> None:
        if self._closed.is_set():
            raise BusUnreachable("Får ikke kontakt med Meldingstjener.", found="klienten er lukket")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """What goes wrong, in the words of a bus."""
        self._require_open()
        try:
            yield
        except (MshUnreachable, HelseIdUnreachable) as problem:
            raise BusUnreachable(*_told(problem)) from problem
        except MshRefused as problem:
            if problem.status == _TOO_LARGE:
                raise MessageTooLarge(*_told(problem)) from problem
            if problem.status >= 500:
                raise BusUnreachable(*_told(problem)) from problem
            raise BusRefused(str(problem), status=problem.status) from problem
        except HelseIdError as problem:
            raise BusRefused(str(problem), status=_NOT_LET_IN) from problem


def _told(problem: Problem) -> tuple[str]:
    return (str(problem),)


def _parts(queue: str) -> tuple[int, str]:
    """HER-id and kind of a queue; 0 for a name that has none."""
    her_id, line, kind = queue.partition("_")
    return (int(her_id) if her_id.isascii() and her_id.isdigit() else 0), line + kind


def _envelope(one: Listed, body: bytes, made: str) -> Envelope:
    return business_envelope(
        message_id=str(uuid.UUID(one.id)),
        subject="APPREC" if one.is_receipt else _type(body),
        from_her_id=str(one.sender),
        to_her_id=str(one.receiver),
        time_stamp=made,
    )


def _type(body: bytes) -> str:
    """MsgInfo/Type; empty for what cannot be read."""
    try:
        found = Reader(xml.parse(body)).code("MsgInfo", "Type")
    except StandardsError:
        return ""
    return found.v if found else ""
