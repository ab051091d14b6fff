"""Follows queues: a thread for each, which holds what it has shown and gives it back at the end."""

from __future__ import annotations

import queue as events
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformance.outcomes import Outcome
from epj.busing.looking import MOST, Held
from wire.bus import BusError, BusUnreachable, Limit, Received

if TYPE_CHECKING:
    from wire.bus import BusClient

_POLL_SECONDS: Final = 0.5
_PAUSE_SECONDS: Final = 0.5
"""Between two looks at a queue of which all is shown, or at a bus that does not answer."""
_JOIN_SECONDS: Final = 5.0
_IS_WORN: Final = (
    "{} følges ikke mer: en melding der er levert så mange ganger at den snart går til døde meldinger. "
    "Meldingene er lagt tilbake."
)
_IS_LONG: Final = "{} følges ikke mer: det ligger mer enn {} meldinger der. De er lagt tilbake."


@dataclass(frozen=True)
class Event:
    """What a thread tells: a message that came, or a trouble; `last` when it follows its queue no more."""

    queue: str
    received: Received | None = None
    trouble: str = ""
    last: bool = False


class Following:
    """Some queues being followed; `seconds` is how long, None until somebody stops it."""

    def __init__(
        self,
        client: BusClient,
        queues: Sequence[str],
        *,
        monotonic: Callable[[], float],
        seconds: float | None = None,
        pause_seconds: float = _PAUSE_SECONDS,
    ) -> None:
        self._client = client
        self._monotonic = monotonic
        self._pause = pause_seconds
        self._deadline = None if seconds is None else monotonic() + seconds
        self._stop = threading.Event()
        self._events: events.Queue[Event] = events.Queue()
        self._threads = [
            threading.Thread(target=self._run, args=(name,), name=f"bus-{name}", daemon=True) for name in queues
        ]

    def events(self) -> Iterator[Event]:
        """What happens, until the time is up or no queue is left to follow."""
        left = len(self._threads)
        for thread in self._threads:
            thread.start()
        while left and (wait := self._left()) > 0:
            with suppress(events.Empty):
                event = self._events.get(timeout=wait)
                left -= event.last
                yield event

    def stop(self) -> None:
        """Give everything back, then leave the bus."""
        self._stop.set()
        self._join()
        self._client.close()
        self._join()

    def _left(self) -> float:
        """How long to wait for the next event; 0 or less when the time is up."""
        left = _POLL_SECONDS if self._deadline is None else self._deadline - self._monotonic()
        return min(left, _POLL_SECONDS)

    def _join(self) -> None:
        deadline = self._monotonic() + _JOIN_SECONDS
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(deadline - self._monotonic(), 0.0))

    def _run(self, queue: str) -> None:
        held = Held(self._client, queue)
        try:
            _Follower(self._client, held, self._events.put, self._stop, self._pause).follow()
        except (BusError, Outcome) as error:
            self._events.put(Event(queue, trouble=str(error), last=True))
        except Exception as error:  # noqa: BLE001  a thread that died in silence would look like an empty queue
            trouble = f"{queue} følges ikke mer: feil i testverktøyet ({type(error).__name__}: {error})."
            self._events.put(Event(queue, trouble=trouble, last=True))
        finally:
            held.give_back()


class _Follower:
    """Follows one queue. A message is shown once, however often its lock runs out."""

    def __init__(
        self, client: BusClient, held: Held, tell: Callable[[Event], None], stop: threading.Event, pause: float
    ) -> None:
        self._client = client
        self._held = held
        self._tell = tell
        self._stop = stop
        self._pause = pause
        self._shown: set[int] = set()
        self._reached = False
        self._known = 0
        """How many of those that lie there have been shown."""

    def follow(self) -> None:
        """Until stopped, or until the queue must be left alone."""
        while not self._stop.is_set():
            try:
                self._once()
            except BusUnreachable as error:
                if not self._reached:
                    raise
                self._tell(Event(self._held.queue, trouble=f"{error} Prøver igjen."))
                self._outwait()
            if why := self._enough():
                self._held.give_back()
                self._tell(Event(self._held.queue, trouble=why, last=True))
                return

    def _once(self) -> None:
        if self._at_rest():
            self._stop.wait(self._pause)
            return
        received = self._held.take(_POLL_SECONDS)
        self._reached = True
        if received is not None and received.sequence not in self._shown:
            self._shown.add(received.sequence)
            self._known += 1
            self._tell(Event(self._held.queue, received))

    def _at_rest(self) -> bool:
        """Whether all that lies there has been shown: to lock it again when its lock has run out would wear it out."""
        if not self._known or Limit.LOCK_EXPIRY in self._client.limits:
            return False
        depth = self._client.depth(self._held.queue)
        if depth is None:
            return False
        lies_there = depth.ready + depth.locked
        self._known = min(self._known, lies_there)
        return bool(self._known) and lies_there == self._known

    def _outwait(self) -> None:
        """Until the bus answers again."""
        while not self._stop.wait(self._pause):
            try:
                self._client.depth(self._held.queue)
            except BusUnreachable:
                continue
            return

    def _enough(self) -> str:
        if self._held.worn:
            return _IS_WORN.format(self._held.queue)
        return _IS_LONG.format(self._held.queue, MOST) if len(self._held) >= MOST else ""
