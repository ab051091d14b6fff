"""Helsenorge's post office under load: takes what comes off our queues, answers it, and hands it on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from conformance.clock import Clock
from conformance.load.arrivals import Arrival, read_arrival
from conformance.mail.desk import SOFTWARE
from conformance.mail.undecided import undecided
from conformance.reading import Inbound, read
from standards.apprec import receipt_for
from standards.envelope import business_envelope
from standards.errors import StandardsError
from standards.hodemelding import ACK_NO, Hodemelding
from wire.bus import BusClient, BusError, BusMessage, BusUnreachable, LockLost, Received, depths

READERS: Final[Mapping[str, int]] = {"async": 4}
"""How many read a queue at a time; one where nothing stands. The bus answers several faster than one."""
_POLL_SECONDS: Final = 0.5
_PAUSE_SECONDS: Final = 0.2
_LOOK_SECONDS: Final = 1.0
_JOIN_SECONDS: Final = 5.0


class PostOffice:
    """Reads with threads of its own; `hand_over` and `failed` are called from them, and must be quick."""

    def __init__(
        self,
        client: BusClient,
        queues: Mapping[str, str],
        clock: Clock,
        new_id: Callable[[], str],
        *,
        hand_over: Callable[[Arrival], None],
        failed: Callable[[], None],
    ) -> None:
        self._client = client
        self._queues = dict(queues)
        self._clock = clock
        self._new_id = new_id
        self._hand_over = hand_over
        self._failed = failed
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._seen: set[str] = set()
        self._threads: list[threading.Thread] = []
        self.before = 0
        """How many lay there from before."""
        self.behind = 0
        """The most that has lain there unread at a time, as far as the bus tells."""
        self.unreadable = 0
        """How many could not be read or opened, so that nobody knows what they answer."""
        self.failure: BusError | None = None

    def start(self) -> None:
        """Take away what lies there from before, then keep reading; raises `BusError`."""
        for kind, queue in self._queues.items():
            while (received := self._client.receive(queue, 0)) is not None:
                self._answer(self._opened(kind, received))
                self._complete(received)
                self.before += 1
        jobs = [(self._read, (kind,)) for kind in self._queues for _ in range(READERS.get(kind, 1))]
        self._threads = [threading.Thread(target=job, args=args, daemon=True) for job, args in jobs]
        self._threads.append(threading.Thread(target=self._look, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._client.close()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _read(self, kind: str) -> None:
        while not self._stop.is_set():
            try:
                received = self._client.receive(self._queues[kind], _POLL_SECONDS)
                if received is not None:
                    self._take(kind, received, self._clock.monotonic())
            except BusUnreachable:  # it may come back; what does not come is told at the end
                self._stop.wait(_PAUSE_SECONDS)
            except BusError as error:
                self.failure = error
                self._failed()
                return

    def _look(self) -> None:
        """Whether we keep up: what lies unread makes every time that is measured too long."""
        while not self._stop.wait(_LOOK_SECONDS):
            with suppress(BusError):
                found = depths(self._client, self._queues.values())
                self.behind = max(self.behind, *(depth.ready for depth in found.values() if depth is not None), 0)

    def _take(self, kind: str, received: Received, at: float) -> None:
        inbound = self._opened(kind, received)
        if self._is_new(received):
            arrival = read_arrival(inbound, at)
            self.unreadable += inbound.kind == "uleselig"
            if arrival is not None:
                self._hand_over(arrival)
            self._answer(inbound)
        self._complete(received)

    def _opened(self, kind: str, received: Received) -> Inbound:
        """What it says; ends the measurement where we cannot judge its certificate, which is not the EPJ's doing."""
        message = received.message
        inbound = read(message.body, message.envelope, queue=kind, carried=message.carried)
        if (stopped := undecided(inbound)) is not None:
            with suppress(BusError):
                self._client.release(received)
            raise BusError(stopped.reason, fix=stopped.fix)
        return inbound

    def _is_new(self, received: Received) -> bool:
        """A message that the bus gives once more is no message more."""
        message_id = received.message.envelope.message_id
        with self._guard:
            new = not message_id or message_id not in self._seen
            self._seen.add(message_id)
        return new

    def _complete(self, received: Received) -> None:
        with suppress(LockLost):
            self._client.complete(received)

    def _answer(self, inbound: Inbound) -> None:
        """The receipt that Helsenorge gives to a message; one that cannot be read, or cannot be sent, gets none."""
        if inbound.kind != "melding" or inbound.root is None or inbound.queue != "async":
            return
        try:
            message = Hodemelding.from_element(inbound.root)
        except StandardsError:
            return
        if message.ack == ACK_NO:
            return
        receipt = receipt_for(message, receipt_id=self._new_id(), now=self._clock.now(), software=SOFTWARE)
        envelope = business_envelope(
            message_id=self._new_id(),
            subject="APPREC",
            from_her_id=inbound.envelope.to_her_id or message.receiver.her_id,
            to_her_id=inbound.envelope.from_her_id or message.sender.her_id,
            time_stamp=self._clock.now().isoformat(timespec="seconds"),
        )
        with suppress(BusError):
            self._client.send(envelope.to, BusMessage(envelope, receipt.to_xml()))
