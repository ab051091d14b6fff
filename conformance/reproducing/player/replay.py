"""Goes through what was recorded, step by step, and lays what comes beside what came."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from .comparing import both, same_data
from .documents import FAILURE, MESSAGE, RECEIPT, Document, differences
from .staff import Answer
from .stopping import NotTaken
from .values import Difference, Values

AT_ONCE = "syncreply"
_SETTLED, _MOMENT, _BRIEF, _ROUNDS = 5.0, 0.3, 0.15, 20


class Staff(Protocol):
    """Who is asked to do things."""

    settles: bool

    def ask(self, intent: str, params: Mapping[str, Any], sentence: str) -> Answer:
        """How it went."""
        ...


class Wire(Protocol):
    """Where messages go and come."""

    came: list[Document]
    came_at: list[float]
    """When each came, in seconds of a clock that only goes ahead."""

    def send(self, queue: str, envelope: Mapping[str, Any], raw: bytes) -> None:
        """Put a message on a queue."""
        ...

    def wait(self, seconds: float, seen: int) -> int:
        """Until more than `seen` have come."""
        ...


@dataclass(frozen=True)
class Pair:
    """A message that came then, and what came in its place; None for nothing."""

    number: int
    then: Document
    now: Document | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One thing that staff was asked, then and now."""

    step: Mapping[str, Any]
    answer: Answer


@dataclass
class Outcome:
    """What the replay saw."""

    pairs: list[Pair] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    extra: list[Document] = field(default_factory=list)
    """What came now and not then."""
    sent: list[tuple[int, Document]] = field(default_factory=list)
    in_time: list[Document] | None = None
    """What had come when the wait for what never came was over; None where the EPJ cannot say that it is at rest."""

    def pair(self, number: int) -> Pair | None:
        """The pair of a message of the recording."""
        return next((pair for pair in self.pairs if pair.number == number), None)


class Replay:
    """One replay; `patience` is how long to wait, in seconds, for what the EPJ cannot say that it will not send."""

    def __init__(
        self, folder: Path, staff: Staff, wire: Wire, values: Values, *, patience: float, show: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._staff = staff
        self._wire = wire
        self._values = values
        self._patience = patience
        self._show = show
        self._taken: set[int] = set()
        self._stopped = False
        self._at_rest = False
        self._sent_at = time.monotonic()
        self.outcome = Outcome()

    def play(self, steps: list[Mapping[str, Any]]) -> Outcome:
        """All steps; raises `Stop` where something around the EPJ fails."""
        play = {"intent": self._ask, "sent": self._send, "received": self._receive, "waited": self._wait}
        for step in steps:
            play[str(step["kind"])](step)
        self._rest()
        self.outcome.extra = [one for place, one in enumerate(self._wire.came) if place not in self._taken]
        return self.outcome

    def _ask(self, step: Mapping[str, Any]) -> None:
        if step["intent"] == "settle":
            return
        if str(step["intent"]).startswith("read_"):
            self._rest()
        self._sent_at = time.monotonic()
        answer = self._staff.ask(str(step["intent"]), self._values.anything(step["params"]), str(step["sentence"]))
        self.outcome.asked.append(Asked(step, answer))
        if step["intent"] == "change_setting" and step["params"].get("setting") == "receiving":
            self._stopped = step["params"].get("value") == "nei"
        self._learn(step, answer)
        how = f" → {answer.outcome}, men var {step['outcome']}. {answer.reason}"
        self._show(f"  ansatt      {step['intent']}{'' if answer.outcome == step['outcome'] else how}")

    def _learn(self, step: Mapping[str, Any], answer: Answer) -> None:
        """What the EPJ calls now what it called something else then."""
        values = self._values
        if str(step["intent"]).startswith("read_"):
            same_data(*both(step["data"], answer.data, values), values)
            return
        for name, was in step["data"].items():
            called = answer.data.get(name)
            if isinstance(was, str) and isinstance(called, str) and name != "previous":
                values.learn(was, called)

    def _send(self, step: Mapping[str, Any]) -> None:
        then = document(self._folder, step)
        answered = self.outcome.pair(step["answers"]) if step["answers"] else None
        self._stamp_as(answered)
        now = Document(
            self._values.raw(then.raw), self._values.anything(then.envelope), self._values.text(str(step["queue"]))
        )
        now = back_to(answered.now, answered.then, now) if answered and answered.now else now
        broken = f" (med vilje: {step['fault']})" if step["fault"] else ""
        try:
            self._wire.send(now.queue, now.envelope, now.raw)
        except NotTaken as refusal:
            if not step["answers"]:
                raise
            broken = f" kom ikke fram: {refusal}"
        self._sent_at = time.monotonic()
        self.outcome.sent.append((int(step["number"]), now))
        self._show(f"  Helsenorge → EPJ  {now.told()}{broken}")

    def _stamp_as(self, pair: Pair | None) -> None:
        """A receipt has the time of the message that it is about, and two messages may have had the same time."""
        if pair is None or pair.now is None:
            return
        before, after = pair.then.leaves(), pair.now.leaves()
        for where in ("/MsgHead/MsgInfo/GenDate", "/AppRec/GenDate"):
            if where in before and where in after:
                self._values.stamps[before[where][1]] = after[where][1]

    def _receive(self, step: Mapping[str, Any]) -> None:
        then = document(self._folder, step)
        now = self._await(then)
        found = tuple(differences(then, now, self._values)) if now else ()
        self.outcome.pairs.append(Pair(int(step["number"]), then, now, found))
        told = "kom ikke" if now is None else "som da" if not found else f"annerledes på {len(found)} sted(er)"
        self._show(f"  EPJ → Helsenorge  {then.told()}: {told}")

    def _wait(self, step: Mapping[str, Any]) -> None:
        if step["came"]:
            return
        until = self._sent_at + float(step["deadline"])
        self._rest()
        while self._staff.settles and not self._at_rest and time.monotonic() < until:
            self._rest()
        if self._staff.settles:
            waiting = [place for place in range(len(self._wire.came)) if place not in self._taken]
            self.outcome.in_time = [self._wire.came[place] for place in waiting if self._wire.came_at[place] <= until]

    def _await(self, then: Document) -> Document | None:
        """What came in the place of a message: the same, or when the EPJ is at rest, the nearest there is."""
        until = time.monotonic() + self._patience * 5
        place = self._find(then, self._same_words)
        while place is None:
            seen = len(self._wire.came)
            over = self._wire.wait(_MOMENT, seen) == seen and (self._rest() == seen or time.monotonic() > until)
            place = self._find(then, self._same_words)
            if over:
                break
        if place is None:
            place = self._find(then, self._same_matter)
        if place is None:
            place = self._find(then, _same_code)
        if place is None:
            return None
        self._taken.add(place)
        return self._wire.came[place]

    def _find(self, then: Document, alike: Callable[[Document, Document], bool]) -> int | None:
        waiting = (place for place in range(len(self._wire.came)) if place not in self._taken)
        return next((place for place in waiting if alike(then, self._wire.came[place])), None)

    def _same_words(self, then: Document, now: Document) -> bool:
        return self._same_matter(then, now) and then.code == now.code

    def _same_matter(self, then: Document, now: Document) -> bool:
        if then.queue == now.queue == AT_ONCE and not self._same_question(then, now):
            return False
        about = self._values.text(then.about).lower() == now.about.lower() if then.kind in (RECEIPT, FAILURE) else True
        return (then.kind, then.type) == (now.kind, now.type) and about

    def _same_question(self, then: Document, now: Document) -> bool:
        """Whether two answers in real time are to the same question; one may be late, to a question before these."""
        known = self._values.ids.get(then.correlation.lower())
        if known is not None:
            return now.correlation.lower() == known.lower()
        return now.correlation.lower() not in {each.lower() for each in self._values.ids.values()}

    def _rest(self) -> int:
        """Wait until the EPJ says that it is at rest, or has been quiet; how many messages have come by then."""
        if not self._staff.settles:
            return self._wire.wait(self._patience, len(self._wire.came))
        seen = 0
        for _ in range(_ROUNDS):
            seen = len(self._wire.came)
            asked = self._stopped or self._staff.ask("settle", {"deadline_seconds": _SETTLED}, "").outcome == "done"
            self._at_rest = asked
            if self._wire.wait(_BRIEF if asked else self._patience, seen) == seen:
                break
        return seen


def _same_code(then: Document, now: Document) -> bool:
    """What says the same in another process, which may have been the fault."""
    return then.kind == now.kind == MESSAGE and then.code == now.code != ""


def document(folder: Path, step: Mapping[str, Any]) -> Document:
    """The message of a step, as it was."""
    return Document((folder / step["file"]).read_bytes(), step["envelope"], str(step["queue"]))


def back_to(came: Document, came_then: Document, receipt: Document) -> Document:
    """A receipt goes to whoever sent the message now, also where that was another then."""
    was, sender = came_then.field("fromHerId"), came.field("fromHerId")
    if not was or not sender or was == sender or not receipt.queue.startswith(f"{was}_"):
        return receipt
    turned = json.loads(json.dumps(receipt.envelope).replace(was, sender))
    return Document(receipt.raw, turned, receipt.queue.replace(was, sender))
