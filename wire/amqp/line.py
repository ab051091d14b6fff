"""The thread that owns a connection to the bus: makes it when somebody needs it, keeps it, makes it anew."""

from __future__ import annotations

import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Final

from proton import Connection, Delivery, Event

from wire.amqp import trouble
from wire.amqp.address import Address
from wire.amqp.links import Links, told
from wire.amqp.pump import Pump
from wire.amqp.reach import NotTrusted, connected, unreachable
from wire.amqp.work import Looking, Sending, Settling, Taking, Work, fail, fulfil
from wire.bus import BusError, BusUnreachable
from wire.route import Route

_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0
_CONNECT_SECONDS: Final = 5.0
_SECONDS_TO_CLOSE: Final = 1.0
_SILENCE: Final = "det er forbindelse, men bussen svarer ikke"


class Line:
    """Calls come from any thread and are done by its own; what they wait for are futures."""

    def __init__(
        self,
        address: Address,
        route: Route,
        *,
        name: str,
        timeout: float,
        patience: float,
        ahead: int,
        monotonic: Callable[[], float],
    ) -> None:
        self._address, self._route, self._name = address, route, name
        self._timeout, self._patience = timeout, patience
        self._monotonic = monotonic
        self._jobs: deque[Callable[[], None]] = deque()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._links = Links(address, timeout=timeout, ahead=ahead)
        self._meetings: list[Work] = []
        self._pump: Pump | None = None
        self._was_wanted = False
        self._up = False
        self._lost_at = float("-inf")
        self._tried = 0
        self._next_try = self._greeted = 0.0
        self._pause = _FIRST_PAUSE
        self._tick_at = 0.0
        self._trouble: BusError = unreachable(address, "forbindelsen er ikke laget ennå")

    def send(self, queue: str, content: bytes) -> Future[None]:
        """Put a message on a queue; done when the bus has it."""
        begun = self._monotonic()
        work = Sending(begun, begun + self._timeout, self._latest(begun), content=content)
        self._do(lambda: self._links.outlet(queue).add(work), work)
        return work.done

    def take(self, queue: str, seconds: float) -> Future[Any]:
        """The next message of a queue, or None."""
        begun = self._monotonic()
        work = Taking(begun, begun + seconds, self._latest(begun + seconds))
        self._do(lambda: self._links.inlet(queue).add(work), work)
        return work.done

    def look(self, queue: str) -> Future[Any]:
        """How much lies in a queue."""
        begun = self._monotonic()
        work = Looking(begun, begun, self._latest(begun))
        self._do(lambda: self._links.inlet(queue).add(work), work)
        return work.done

    def meet(self) -> Future[Any]:
        """What the bus tells of itself, when there is a connection."""
        begun = self._monotonic()
        work = Work(begun, begun + self._timeout, self._latest(begun))
        self._do(lambda: self._meetings.append(work), work)
        return work.done

    def complete(self, lock: str) -> Future[None]:
        """Take a message off the bus; done when the bus has been told."""
        return self._settle(lock, Delivery.ACCEPTED)

    def release(self, lock: str) -> Future[None]:
        """Give a message back; done when the bus has been told."""
        return self._settle(lock, Delivery.RELEASED)

    def _settle(self, lock: str, state: int) -> Future[None]:
        begun = self._monotonic()
        work = Settling(begun, begun, self._latest(begun), lock=lock, state=state)
        queue = lock.rpartition("/")[0]
        self._do(lambda: self._links.settle(queue, work), work)
        return work.done

    def close(self) -> None:
        """Fail what waits, tell the bus goodbye, and end the thread."""
        with self._starting:
            self._closing.set()
        self._ring()
        if self._thread is None:
            self._goodbye()
        elif self._thread is not threading.current_thread():
            self._thread.join(_SECONDS_TO_CLOSE * 2)

    # The rest is for the thread only.

    def _do(self, job: Callable[[], None], work: Work) -> None:
        with self._starting:
            if self._closing.is_set():
                fail(work.done, self._is_closed())
                return
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"amqp {self._name}", daemon=True)
                self._thread.start()
        self._ring()

    def _ring(self) -> None:
        with suppress(OSError):  # a bell that is full is loud enough
            self._bell.send(b"!")

    def _run(self) -> None:
        error: BusError = self._is_closed()
        try:
            while not self._closing.is_set():
                self._turn()
        except Exception as problem:  # noqa: BLE001 a thread that dies in silence would leave its callers waiting
            error = BusUnreachable("Forbindelsen til bussen stanset av en feil i testverktøyet.", found=repr(problem))
        with self._starting:
            self._closing.set()
            jobs = list(self._jobs)
        for job in jobs:
            job()
        self._fail_all(error)
        self._goodbye()
        self._links.lost()

    def _turn(self) -> None:
        while self._jobs:
            self._jobs.popleft()()
        now = self._monotonic()
        self._connect_if_wanted(now)
        if self._pump is not None and not self._up and now >= self._greeted + self._timeout:
            self._drop(_SILENCE, "")
        self._links.clear_away()
        pump = self._pump
        if pump is not None:
            if self._up:
                self._turn_links(pump, now)
            self._handle(pump.events())
            self._tick_at = pump.tick(now)
            pump.write()
            if not pump.wants_to_write:
                self._links.written()
        self._expire(self._monotonic())
        self._was_wanted = self._is_wanted
        self._wait(pump)

    def _turn_links(self, pump: Pump, now: float) -> None:
        for meeting in self._meetings:
            fulfil(meeting.done, self._links.product)
        self._meetings.clear()
        self._links.turn(pump, now)

    def _wait(self, pump: Pump | None) -> None:
        if self._jobs or self._closing.is_set():
            return
        if pump is not None and pump is self._pump:
            writes = selectors.EVENT_WRITE if pump.wants_to_write else 0
            self._selector.modify(pump.stream, selectors.EVENT_READ | writes)
        for key, _ in self._selector.select(self._seconds_to_wait()):
            if key.fileobj is self._ear:
                with suppress(BlockingIOError):
                    self._ear.recv(4096)
        if pump is not None and pump is self._pump:
            self._handle(pump.read())
            if pump.finished:
                self._drop(*pump.trouble)

    def _seconds_to_wait(self) -> float | None:
        moments = [self._due(work) for work in self._pending()]
        if self._pump is None and moments:
            moments.append(self._next_try)
        if self._pump is not None and self._tick_at:
            moments.append(self._tick_at)
        moments.extend(self._links.moments())
        return max(min(moments) - self._monotonic(), 0.0) if moments else None

    def _connect_if_wanted(self, now: float) -> None:
        """Who comes when nobody has waited need not wait for the end of a pause."""
        if self._pump is None and self._is_wanted and (now >= self._next_try or not self._was_wanted):
            self._connect(now)

    @property
    def _is_wanted(self) -> bool:
        return any(True for _ in self._pending())

    def _connect(self, now: float) -> None:
        self._tried += 1
        try:
            stream = connected(self._address, self._route, _CONNECT_SECONDS)
        except BusError as error:
            self._failed(error, isinstance(error, NotTrusted))
            return
        self._pump, self._greeted = Pump(stream, self._address, self._name), now
        self._selector.register(stream, selectors.EVENT_READ)

    def _handle(self, events: Iterator[Any]) -> None:
        now = self._monotonic()
        for event in events:
            if self._pump is None:
                continue
            if event.type == Event.CONNECTION_REMOTE_OPEN:
                self._opened(event.connection)
            elif event.type == Event.TRANSPORT_ERROR:
                self._drop(*self._pump.trouble)
            elif event.type == Event.CONNECTION_REMOTE_CLOSE:
                self._drop(*told(event.connection.remote_condition))
            else:
                self._links.handle(event, self._pump, now)

    def _opened(self, connection: Connection) -> None:
        properties = connection.remote_properties or {}
        self._links.product = {str(name): str(value) for name, value in properties.items()}
        self._up = True
        self._pause = _FIRST_PAUSE

    def _drop(self, name: str, description: str) -> None:
        """The connection is gone; whoever waits goes on waiting for the next one, if another try can help."""
        if self._pump is None:
            return
        self._selector.unregister(self._pump.stream)
        self._pump.close()
        self._pump = None
        stood, self._up = self._up, False
        if stood:
            self._lost_at = self._monotonic()
        self._links.lost()
        self._failed(*trouble.of_connection(self._address, name, description, stood=stood))

    def _failed(self, error: BusError, is_final: bool) -> None:
        self._trouble = error
        self._next_try = self._monotonic() + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        if is_final:
            self._fail_all(error)

    def _fail_all(self, error: BusError) -> None:
        self._links.fail_if(lambda _: True, error)
        for meeting in self._meetings:
            fail(meeting.done, error)
        self._meetings.clear()

    def _expire(self, now: float) -> None:
        """Give up what has waited for a connection as long as patience lasts, and whatever has waited too long."""
        self._links.fail_if(lambda work: self._is_late(work, now), self._trouble)
        for meeting in [one for one in self._meetings if self._is_late(one, now)]:
            self._meetings.remove(meeting)
            fail(meeting.done, self._trouble)

    def _is_late(self, work: Work, now: float) -> bool:
        if self._pump is not None:  # a bus that is on its way to answer has its own time to do it
            return now >= work.latest
        return bool(self._tried) and now >= min(self._reach_by(work), work.latest)

    def _reach_by(self, work: Work) -> float:
        return max(work.latest - self._timeout, self._lost_at + self._patience)

    def _due(self, work: Work) -> float:
        now = self._monotonic()
        moments = (work.until, work.until + self._timeout, self._reach_by(work), work.latest)
        return min((moment for moment in moments if moment > now), default=now)

    def _latest(self, until: float) -> float:
        return until + self._patience + self._timeout

    def _pending(self) -> Iterator[Work]:
        yield from self._meetings
        yield from self._links.pending()

    def _is_closed(self) -> BusUnreachable:
        return unreachable(self._address, "klienten er lukket")

    def _goodbye(self) -> None:
        pump, self._pump = self._pump, None
        if pump is not None:
            self._selector.unregister(self._ear)
            self._part(pump)
            if not pump.wants_to_write:
                self._links.written()
            pump.close()
        self._selector.close()
        self._ear.close()
        self._bell.close()

    def _part(self, pump: Pump) -> None:
        """Let the bus have what we have told it, and close in good order."""
        pump.connection.close()
        give_up = self._monotonic() + _SECONDS_TO_CLOSE
        while not pump.finished and (left := give_up - self._monotonic()) > 0:
            pump.write()
            writes = selectors.EVENT_WRITE if pump.wants_to_write else 0
            self._selector.modify(pump.stream, selectors.EVENT_READ | writes)
            self._selector.select(left)
            deque(pump.read(), maxlen=0)
