"""A question that the gate is asked, and the answer with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from conformance.deciding.deviating import Judged, State
from conformance.deciding.policy import Service
from conformance.deciding.shelf import Kept
from conformance.deciding.weighing import Weighed, Weighing
from conformance.packing.model import Pack
from conformance.targets.deviations import Deviation

_ATTENTION: Final = (State.EXPIRED, State.REFUSED, State.ACTIVE, State.NOT_NEEDED, State.ELSEWHERE)


class Answer(StrEnum):
    """What the gate says, in bokmål."""

    READY = "klar"
    NOT_READY = "ikke klar"
    EXPIRED = "avvik utløpt"


class Why(StrEnum):
    """What kind of thing is in the way."""

    NO_PACK = "no_pack"
    OTHER_VERSION = "other_version"
    NO_PLAN = "no_plan"
    NOT_REAL = "not_real"
    NOT_VALID = "not_valid"
    TOO_OLD = "too_old"
    NOT_TRIED = "not_tried"
    SCENARIO = "scenario"
    NEWER_FAILURE = "newer_failure"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Reason:
    """One thing in the way, as the end of a sentence that begins «fordi» (bokmål)."""

    why: Why
    text: str


@dataclass(frozen=True)
class Question:
    """What is asked; an empty version stands for that of the newest pack that can count."""

    municipality: str
    product: str
    version: str
    service: Service


@dataclass(frozen=True)
class PassedOver:
    """A pack that does not count, newer than the one that does or instead of any, and why (bokmål)."""

    kept: Kept
    why: str
    kind: Why = Why.NOT_VALID
    failing: tuple[str, ...] = ()
    """What nobody has accepted and this pack, unaltered though it does not count, shows to have failed."""


@dataclass(frozen=True)
class Used:
    """A pack that the answer rests on, for one plan, with what came of its scenarios."""

    plan: str
    kept: Kept
    pack: Pack
    key_id: str
    key_name: str
    told: tuple[str, ...]
    """What the reader should know of the pack (bokmål)."""
    weighing: Weighing


@dataclass(frozen=True)
class Decision:
    """The answer with everything that it rests on."""

    question: Question
    answer: Answer
    reasons: tuple[Reason, ...]
    used: tuple[Used, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def tried(self) -> int:
        """How many scenarios applied; one that two plans share counts once."""
        return len(frozenset().union(*(one.weighing.tried for one in self.used)))

    @property
    def stopping(self) -> tuple[Weighed, ...]:
        """The scenarios in the way."""
        return _once(each for one in self.used for each in one.weighing.stopping)

    @property
    def accepted(self) -> tuple[Weighed, ...]:
        """What somebody has accepted."""
        return _once(each for one in self.used for each in one.weighing.accepted)

    @property
    def remarks(self) -> tuple[Weighed, ...]:
        """What is only shown."""
        return _once(each for one in self.used for each in one.weighing.remarks)

    def deviations(self, state: State) -> tuple[Judged, ...]:
        """The deviations of which that has become; where two plans share a scenario, what needs most attention."""
        kept: dict[Deviation, Judged] = {}
        for one in (each for used in self.used for each in used.weighing.judged):
            before = kept.setdefault(one.deviation, one)
            kept[one.deviation] = min(before, one, key=lambda each: _ATTENTION.index(each.state))
        return tuple(one for one in kept.values() if one.state is state)


def _once(found: Iterable[Weighed]) -> tuple[Weighed, ...]:
    """Each scenario once, also where two plans share it."""
    kept: dict[str, Weighed] = {}
    for one in found:
        kept.setdefault(one.scenario.id, one)
    return tuple(kept.values())


def joined(items: Iterable[str]) -> str:
    """Items as a bokmål list: a, b og c."""
    parts = list(items)
    return f"{', '.join(parts[:-1])} og {parts[-1]}" if len(parts) > 1 else "".join(parts)
