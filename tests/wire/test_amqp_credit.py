"""Credit taken back step by step, against a model of RabbitMQ's plugin with the freedom that the plugin takes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire.amqp.frames import Flow

if TYPE_CHECKING:
    from wire.amqp.credit import Steps

pytestmark = pytest.mark.usefixtures("amqp")


@dataclass
class Plugin:
    """The broker's end of a link, and the receiver's picture of it.

    What is handed out for a flow comes as many answers later as `late` says: with its own, the next, or the one after.
    """

    ready: int
    counts_first: bool
    """A classic queue counts before it hands out, a quorum queue after."""
    late: deque[int] = field(default_factory=deque)
    name: str = "link"
    context: str = "inlet"
    credit: int = 0
    """As the receiver counts."""
    asked: list[Any] = field(default_factory=list)
    _held_back: list[int] = field(default_factory=list)
    """How many more answers each message waits for."""
    _sent: int = 0
    arrived: int = 0
    source: Any = None

    def __post_init__(self) -> None:
        self.source = self
        self.address = "q"

    @property
    def session(self) -> Plugin:
        return self

    def flow(self, change: int) -> None:
        self.credit += change

    def frame(self) -> None:
        self.asked.append(("flow", self.credit, self.arrived))

    def receiver(self, name: str) -> Barrier:
        return Barrier(self, name)

    def answers(self) -> list[Any]:
        """What the broker says to the next thing that was asked, with the messages that come before and after."""
        before = self.due()
        kind, *more = self.asked.pop(0)
        answer = more[0] if kind == "attach" else self._flow(*more)
        return [*before, answer, *self.due(0)]

    def due(self, passed: int = 1) -> list[str]:
        """The messages whose time has come, after some more answers."""
        self._held_back = [left - passed for left in self._held_back]
        come = [left for left in self._held_back if left <= 0]
        self._held_back = [left for left in self._held_back if left > 0]
        return ["message"] * len(come)

    def _flow(self, credit: int, known: int) -> Flow:
        granted = max(credit - (self._sent - known), 0)
        before, sent = self.ready, min(granted, self.ready)
        self.ready -= sent
        self._sent += sent
        self._held_back += [self.late.popleft() if self.late else 0] * sent
        return Flow(max(credit, 0), before if self.counts_first else self.ready)


@dataclass(eq=False)
class Barrier:
    plugin: Plugin
    name: str
    address: str = ""
    context: Any = None

    @property
    def source(self) -> Barrier:
        return self

    def open(self) -> None:
        self.plugin.asked.append(("attach", self))

    def close(self) -> None:
        """Nothing more comes of it."""


def steps(plugin: Plugin) -> Steps:
    from wire.amqp.credit import Steps

    return Steps(plugin, plugin)  # type: ignore[arg-type]  # a model stands in for the link and its connection


def run(plugin: Plugin, credit: Steps, *, wanted: bool = True) -> bool:
    """Let the broker answer until it has nothing more to do; whether all was taken back."""
    over = False
    while plugin.asked or plugin._held_back:
        for one in plugin.answers() if plugin.asked else plugin.due():
            over = _told(plugin, credit, one, wanted=wanted) or over
    return over


def _told(plugin: Plugin, credit: Steps, one: Any, *, wanted: bool) -> bool:
    if one == "message":
        plugin.arrived += 1
        plugin.credit -= 1
        return credit.on_message(wanted, 0)
    if isinstance(one, Flow):
        return credit.on_flow(one, 0.0)
    return credit.on_open(one)


LATE = st.lists(st.integers(0, 2), max_size=6).map(deque)


@settings(deadline=None)  # the first example loads proton
@given(st.integers(0, 5), st.integers(1, 4), st.booleans(), LATE)
def test_a_count_is_what_came_and_what_is_left(ready: int, asked: int, counts_first: bool, late: deque[int]) -> None:
    plugin = Plugin(ready, counts_first, late)
    credit = steps(plugin)
    credit.take_back(asked, look=True)
    assert not credit.idle
    counted = None
    while plugin.asked:
        for one in plugin.answers():
            if _told(plugin, credit, one, wanted=True):
                counted = plugin.arrived + credit.available
    assert credit.idle
    assert counted == ready, "all that was sent has come when all is taken back"
    assert plugin.credit == 0


@settings(deadline=None)  # the first example loads proton
@given(st.integers(0, 3), st.booleans(), LATE)
def test_who_goes_home_has_what_there_was(ready: int, counts_first: bool, late: deque[int]) -> None:
    plugin = Plugin(ready, counts_first, late)
    credit = steps(plugin)
    credit.take_back(1, look=False)
    over = run(plugin, credit)
    if credit.moment is not None:  # promised, and it came
        assert plugin.arrived == 1
        credit.on_moment()
        over = run(plugin, credit)
    assert over and credit.idle
    assert plugin.arrived == min(ready, 1)


def test_nothing_is_taken_back_when_somebody_got_a_message_meanwhile() -> None:
    plugin = Plugin(2, counts_first=True)
    credit = steps(plugin)
    credit.take_back(1, look=False)
    assert not run(plugin, credit, wanted=False)
    assert credit.idle and credit.moment is None and plugin.arrived == 1


def test_a_message_that_crosses_the_taking_back_is_not_counted_twice() -> None:
    plugin = Plugin(0, counts_first=False)
    credit = steps(plugin)
    credit.ask(1)
    assert not run(plugin, credit)
    credit.take_back(1, look=False)
    assert plugin.credit == 0
    assert not _told(plugin, credit, "message", wanted=True)
    assert plugin.credit == 0
    plugin.asked[:] = [("flow", 0, 1), ("flow", 0, 1)]
    assert run(plugin, credit) and credit.idle


def test_what_is_promised_and_does_not_come_is_given_up_in_time() -> None:
    plugin = Plugin(0, counts_first=True)
    credit = steps(plugin)
    credit.take_back(1, look=False)
    plugin.asked.clear()
    assert not credit.on_flow(Flow(1, 1), 100.0)
    assert credit.moment == 101.0
    credit.on_moment()
    assert credit.moment is None
    assert run(plugin, credit) and credit.idle


def test_a_link_that_is_not_our_barrier_ends_nothing() -> None:
    plugin = Plugin(0, counts_first=True)
    credit = steps(plugin)
    assert not credit.on_open(plugin)
    credit.take_back(1, look=True)
    assert not credit.on_open(plugin)
    assert run(plugin, credit)
