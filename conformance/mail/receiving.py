"""Reads our queues while a run lasts: one thread per queue, evidence before the lock is let go, then the answer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from conformance.clock import Clock
from conformance.mail.desk import Desk
from conformance.mail.mailbox import Mailbox
from conformance.mail.routing import Router, Settlement
from conformance.outcomes import Outcome, TargetUnreachable, ToolFault
from conformance.reading import Inbound
from wire.bus import BusClient, BusError, BusUnreachable, Limit, LockLost, QueueDepth, Received, depths

_POLL_SECONDS: Final = 0.5  # short, because a poll under way has to end before the run can
_PAUSE_SECONDS: Final = 0.2
_LONGEST_LOCK_SECONDS = 65.0
_JOIN_SECONDS: Final = 5.0
_LOOK_AGAIN_SECONDS: Final = 0.1


class Receiver:
    """Takes every message off our queues and has it routed and answered; `queues` maps kind to queue name."""

    def __init__(self, client: BusClient, queues: Mapping[str, str], router: Router, desk: Desk, clock: Clock) -> None:
        self._client = client
        self._queues = dict(queues)
        self._router = router
        self.desk = desk
        """Who answers what comes."""
        self._clock = clock
        self._stop = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._held: dict[str, list[Received]] = {kind: [] for kind in queues}
        self._threads = [
            threading.Thread(target=self._run, args=(kind,), name=f"mottak-{kind}", daemon=True) for kind in queues
        ]

    def start(self) -> None:
        """Empty the queues of what lies there already (all of it foreign), then keep reading."""
        for kind, queue in self._queues.items():
            while (received := self._client.receive(queue, 0)) is not None:
                self._handle(kind, received)
        for thread in self._threads:
            thread.start()

    def outwait_locks(self) -> None:
        """Before `start`: a reader that was killed holds its messages until the bus lets them go; take them then."""
        if Limit.DEPTH in self._client.limits:
            return
        deadline = self._clock.monotonic() + _LONGEST_LOCK_SECONDS
        while self._clock.monotonic() < deadline and not self._all_empty():
            for kind, queue in self._queues.items():
                if (received := self._client.receive(queue, 1)) is not None:
                    self._handle(kind, received)

    def stop(self) -> None:
        """Stop reading and give back what was held for others."""
        self._stop.set()
        for received in (message for held in self._held.values() for message in held):
            with suppress(BusError):
                self._client.release(received)
        self._client.close()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=_JOIN_SECONDS)

    def drained(self, deadline: float) -> bool | None:
        """Wait until our queues are empty and everything is answered; None when the transport cannot tell."""
        if Limit.DEPTH in self._client.limits:
            return None
        while True:
            try:
                empty = self._all_empty()
            except BusError as problem:
                raise _unreachable(problem) from problem
            with self._router.changed:
                if self._router.failure is not None:
                    raise self._router.failure
                left = deadline - self._clock.monotonic()
                if (empty and self._router.idle) or left <= 0:
                    return empty and self._router.idle
                self._router.changed.wait(min(left, _LOOK_AGAIN_SECONDS))

    def _all_empty(self) -> bool:
        found = depths(self._client, self._queues.values())
        return all(self._is_empty(kind, found[queue]) for kind, queue in self._queues.items())

    def _is_empty(self, kind: str, depth: QueueDepth | None) -> bool:
        return depth is None or (depth.ready == 0 and depth.locked <= len(self._held[kind]))

    def _run(self, kind: str) -> None:
        while not self._stop.is_set():
            try:
                self._read_one(kind)
            except BusUnreachable as problem:
                self._router.contact(_unreachable(problem))
                self._stop.wait(_PAUSE_SECONDS)
            except BusError as problem:
                self._router.fail(_unreachable(problem))
                return
            except Exception as problem:  # noqa: BLE001 a thread that dies in silence would leave the run waiting
                self._router.fail(_unexpected(problem))
                return

    def _read_one(self, kind: str) -> None:
        received = self._client.receive(self._queues[kind], _POLL_SECONDS)
        self._router.contact(None)
        if received is not None:
            self._handle(kind, received)

    def _handle(self, kind: str, received: Received) -> None:
        with self._one_at_a_time, self._router.working():
            try:
                self._take(kind, received)
            except BusUnreachable:
                raise
            except BusError as problem:
                self._router.fail(_unreachable(problem))
            except Outcome as problem:
                self._router.fail(problem)

    def _take(self, kind: str, received: Received) -> None:
        try:
            result = self._router.sort(kind, received)
        except Outcome:
            self._client.release(received)
            raise
        if result.mailbox is None or result.inbound is None:
            self._settle(kind, received, result.settlement)
            return
        try:
            self._settle(kind, received, result.settlement)
            self._answer(result.inbound, result.mailbox)
        finally:
            result.mailbox.deliver(result.inbound)

    def _answer(self, inbound: Inbound, mailbox: Mailbox) -> None:
        """Answer as Helsenorge; what goes wrong on our side stops this scenario only."""
        try:
            self.desk.answer(inbound, mailbox)
        except BusUnreachable:
            raise
        except Outcome as problem:
            mailbox.fail(problem)
        except Exception as problem:  # noqa: BLE001 the run goes on, and the scenario says what happened
            mailbox.fail(_unexpected(problem))

    def _settle(self, kind: str, received: Received, settlement: Settlement) -> None:
        # A lost lock means that the message comes once more; it is then known and dropped.
        with suppress(LockLost):
            if settlement is Settlement.COMPLETE:
                self._client.complete(received)
            elif settlement is Settlement.RELEASE:
                self._client.release(received)
            else:
                self._hold(kind, received)

    def _hold(self, kind: str, received: Received) -> None:
        held = [other for other in self._held[kind] if other.sequence != received.sequence]
        self._held[kind] = [*held, received]


def _unreachable(problem: BusError) -> TargetUnreachable:
    return TargetUnreachable(str(problem))


def _unexpected(problem: Exception) -> ToolFault:
    return ToolFault(f"Mottaket av meldinger stanset på en feil i testverktøyet: {type(problem).__name__}: {problem}")
