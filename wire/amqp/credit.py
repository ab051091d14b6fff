"""How many messages a link may bring us, and how that is taken back so that none is on its way unseen.

AMQP 1.0 has drain for it (part 2, 2.6.7). RabbitMQ's plugin up to 3.x ends the session when a classic queue is drained,
but it answers every flow, and tells there how much lies in the queue: so we go step by step.
"""

from __future__ import annotations

from enum import Enum, auto
from itertools import count
from typing import Any, Final, Protocol

from proton import Receiver

from wire.amqp.frames import Flow
from wire.amqp.pump import Pump

_SECONDS_TO_COME: Final = 1.0


class Credit(Protocol):
    """Owned by the thread of the connection."""

    moment: float | None
    """When there is something to do whatever comes."""
    available: int
    """What the bus said that it had left, when everything was taken back."""

    @property
    def idle(self) -> bool:
        """Whether more may be asked for: nothing is being taken back."""
        ...

    def ask(self, messages: int) -> None:
        """Let so many come, at least."""
        ...

    def take_back(self, at_least: int, *, look: bool) -> None:
        """Let what lies there come, up to a number, then let no more come; `look` for a caller who wants to count."""
        ...

    def on_message(self, wanted: bool, ready: int) -> bool:
        """One has come; whether all is taken back now. `wanted` is whether anybody still waits for that.

        `ready` is how many more there are, as far as the bus tells.
        """
        ...

    def on_flow(self, told: Flow, now: float) -> bool:
        """The bus has told something; whether all is taken back now."""
        ...

    def on_open(self, place: Any) -> bool:
        """The bus has opened a link beside ours; whether all is taken back now."""
        ...

    def on_moment(self) -> None:
        """The moment has come."""
        ...


class Drain:
    """As the standard says."""

    def __init__(self, link: Receiver) -> None:
        self._link = link
        self.moment: float | None = None
        self.available = 0
        self.idle = True

    def ask(self, messages: int) -> None:
        """Let so many come, at least."""
        if (missing := messages - self._link.credit) > 0:
            self._link.flow(missing)

    def take_back(self, at_least: int, *, look: bool) -> None:
        """The bus sends what it has, and gives the rest of the credit back."""
        self.idle = False
        self._link.drain(max(at_least - self._link.credit, 0))

    def on_message(self, wanted: bool, ready: int) -> bool:
        """Whether it has used up the credit, so that the bus has nothing more to tell."""
        return self._over(ready)

    def on_flow(self, told: Flow, now: float) -> bool:
        """Whether nothing of the credit is left."""
        return self._over(told.available or 0)

    def on_open(self, place: Any) -> bool:
        """There is no link beside ours."""
        return False

    def on_moment(self) -> None:
        """There is none."""

    def _over(self, available: int) -> bool:
        if self.idle or self._link.draining():
            return False
        self.idle, self.available = True, available
        return True


class _Step(Enum):
    IDLE = auto()
    ASKED = auto()
    COMING = auto()
    TAKING_BACK = auto()
    AT_BARRIER = auto()


class Steps:
    """Ask, wait for the answer, take back, wait for the answer, open a link beside ours, wait for that.

    What the bus sends for a flow may come after its answer to that flow, and even after the answer to the next, since
    the messages take another way through the broker than the answers; by the answer to what is asked then, it has come.
    """

    def __init__(self, link: Receiver, pump: Pump) -> None:
        self._link = link
        self._pump = pump
        self._step = _Step.IDLE
        self._looks = False
        self._unanswered = 0
        self._numbers = count(1)
        self._barrier: Any = None
        self.moment: float | None = None
        self.available = 0

    @property
    def idle(self) -> bool:
        """Whether more may be asked for."""
        return self._step is _Step.IDLE

    def ask(self, messages: int) -> None:
        """Let so many come, at least."""
        if (missing := messages - self._link.credit) > 0:
            self._flow(missing)

    def take_back(self, at_least: int, *, look: bool) -> None:
        """The first step; one less when the bus has had time to send what it has."""
        self._looks = look
        if self._link.credit >= at_least and not self._unanswered:
            self._zero()
        else:
            self.ask(at_least)
            self._step = _Step.ASKED

    def on_message(self, wanted: bool, ready: int) -> bool:
        """A message that crossed our taking back is counted; with nobody waiting there is nothing to take back."""
        if self._link.credit < 0:
            self._flow(-self._link.credit)
        if not wanted and self._step in {_Step.ASKED, _Step.COMING}:
            self._step, self.moment = _Step.IDLE, None
        return False

    def on_flow(self, told: Flow, now: float) -> bool:
        """The next step, when the bus has answered the last."""
        self._unanswered = max(self._unanswered - 1, 0)
        if self._unanswered:
            return False
        if self._step is _Step.ASKED:
            self._promised(told.available or 0, now)
        elif self._step is _Step.TAKING_BACK:
            self.available = told.available or 0
            self._open_barrier()
        return False

    def on_open(self, place: Any) -> bool:
        """Whether it was our barrier: whatever was sent before it has come."""
        if self._barrier is None or place != self._barrier:
            return False
        self._barrier.close()
        self._barrier = None
        self._step = _Step.IDLE
        return True

    def on_moment(self) -> None:
        """What was promised has not come: another reader was quicker."""
        self._zero()

    def _promised(self, available: int, now: float) -> None:
        """With something in the queue and room for it, a message comes."""
        if available and not self._looks:
            self._step, self.moment = _Step.COMING, now + _SECONDS_TO_COME
        else:
            self._zero()

    def _zero(self) -> None:
        self._step, self.moment = _Step.TAKING_BACK, None
        if self._link.credit > 0:
            self._flow(-self._link.credit)
        elif not self._unanswered:  # what came has used it up, and there is nothing to be answered
            self._open_barrier()

    def _flow(self, change: int) -> None:
        """Change what we ask for, in a frame of its own, which the bus answers."""
        self._link.flow(change)
        self._pump.frame()
        self._unanswered += 1

    def _open_barrier(self) -> None:
        self._step = _Step.AT_BARRIER
        self._barrier = self._link.session.receiver(f"{self._link.name}-{next(self._numbers)}")
        self._barrier.context = self._link.context
        self._barrier.source.address = self._link.source.address
        self._barrier.open()
