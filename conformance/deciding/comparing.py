"""Compares two runs, scenario by scenario: verdicts, findings, the form of what was sent, and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from conformance.deciding import blame
from conformance.deciding.blame import Cause
from conformance.deciding.forms import ShapeChange, conversation, shape_changes
from conformance.deciding.sides import Breach, Side, Tried
from conformance.packing.model import REAL, SIMULATED
from conformance.verdicts import Verdict
from standards.rules.model import Severity

SLOWER_TIMES: Final = 2.0
SLOWER_SECONDS: Final = 1.0


class Kind(StrEnum):
    """What kind of difference, worst first."""

    NEW_FAILURE = "new_failure"
    STRICTER_SIMULATOR = "stricter_simulator"
    UNDECIDED = "undecided"
    OTHER_FINDINGS = "other_findings"
    OTHER_SCOPE = "other_scope"
    FIXED = "fixed"
    OTHER_SHAPE = "other_shape"
    SLOWER = "slower"
    ONLY_BEFORE = "only_before"
    ONLY_AFTER = "only_after"


@dataclass(frozen=True)
class Difference:
    """One difference in one scenario; `details` are bokmål, and `before`/`after` what stood on each side."""

    kind: Kind
    scenario: str
    name: str
    before: str
    after: str
    cause: Cause
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything that differs; `suite` says whether the same suite judged both (None: nobody knows)."""

    before: Side
    after: Side
    suite: bool | None
    differences: tuple[Difference, ...]
    shapes: tuple[ShapeChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences and not self.shapes

    def of(self, *kinds: Kind, cause: Cause | None = None) -> tuple[Difference, ...]:
        """The differences of some kinds, of one cause or of all."""
        return tuple(one for one in self.differences if one.kind in kinds and cause in (None, one.cause))


def compare(before: Side, after: Side, *, with_time: bool = True) -> Comparison:
    """Compare the first with the second, which is the newer; what a simulator takes says nothing of real time."""
    suite = blame.same_suite(before, after)
    found = [each for pair in _pairs(before, after) for each in _differences(*pair, suite is blame.SAME)]
    if not with_time or before.origin != after.origin:
        found = [one for one in found if one.kind is not Kind.SLOWER]
    found += _alone(before, after, Kind.ONLY_BEFORE) + _alone(after, before, Kind.ONLY_AFTER)
    told = (_by_reality(one, before, after) for one in found)
    order = list(Kind)
    kept = tuple(sorted(told, key=lambda one: (order.index(one.kind), one.scenario)))
    return Comparison(before, after, suite, kept, tuple(shape_changes(_pairs(before, after))))


def _pairs(before: Side, after: Side) -> Iterator[tuple[Tried, Tried]]:
    return ((one, after.scenarios[name]) for name, one in before.scenarios.items() if name in after.scenarios)


def _alone(one: Side, other: Side, kind: Kind) -> list[Difference]:
    missing = (each for name, each in one.scenarios.items() if name not in other.scenarios)
    here = kind is Kind.ONLY_BEFORE
    return [
        Difference(
            kind,
            each.id,
            each.name,
            each.verdict.value if here else "",
            "" if here else each.verdict.value,
            Cause.UNCLEAR,
        )
        for each in missing
    ]


def _differences(before: Tried, after: Tried, is_same_suite: bool) -> Iterator[Difference]:
    kind = _kind(before, after)
    if kind is not None:
        gone, new = _only(before, after), _only(after, before)
        cause = Cause.PRODUCT if is_same_suite else _cause(before, after, {one.rule for one in (*gone, *new)})
        details = (*_details(new, after, "nytt"), *_details(gone, before, "borte"), *_why(before, after, new))
        yield _difference(kind, before, after, cause, details)
    if told := tuple(conversation(before.seen, after.seen)) if _both_tried(before, after) else ():
        yield _difference(Kind.OTHER_SHAPE, before, after, Cause.PRODUCT if is_same_suite else Cause.UNCLEAR, told)
    if _is_slower(before, after):
        times = (f"{before.seconds:.1f} s → {after.seconds:.1f} s".replace(".", ","),)
        yield _difference(Kind.SLOWER, before, after, Cause.PRODUCT if is_same_suite else Cause.UNCLEAR, times)


def _difference(kind: Kind, before: Tried, after: Tried, cause: Cause, details: Iterable[str]) -> Difference:
    verdicts = before.verdict.value, after.verdict.value
    return Difference(kind, after.id, after.name, *verdicts, cause, tuple(details))


def _kind(before: Tried, after: Tried) -> Kind | None:
    one, other = before.verdict, after.verdict
    if one is other or (one.is_green and other.is_green):
        return Kind.OTHER_FINDINGS if one is not other or before.breaches.keys() != after.breaches.keys() else None
    if Verdict.NOT_APPLICABLE in (one, other):
        return Kind.NEW_FAILURE if other is Verdict.FAILED else Kind.OTHER_SCOPE
    if other is Verdict.FAILED:
        return Kind.NEW_FAILURE
    return Kind.FIXED if other.is_green else Kind.UNDECIDED


def _only(here: Tried, there: Tried) -> list[Breach]:
    return [one for one in here.breaches if one not in there.breaches]


def _details(breaches: Iterable[Breach], side: Tried, word: str) -> Iterator[str]:
    for one in breaches:
        yield f"{word} funn {one.rule} ({one.severity}): {side.breaches[one]}"


def _why(before: Tried, after: Tried, new: Iterable[Breach]) -> Iterator[str]:
    """The reason of a verdict that no new error explains."""
    errors = [one for one in new if one.severity == Severity.ERROR]
    if not after.verdict.is_green and not errors and after.reason and after.reason != before.reason:
        yield after.reason


def _cause(before: Tried, after: Tried, rules: set[str]) -> Cause:
    if before.steps and after.steps and before.steps != after.steps:
        return Cause.RULES
    if Verdict.NOT_APPLICABLE in (before.verdict, after.verdict):
        return Cause.PRODUCT
    causes = {blame.of_breach(rule, before, after) for rule in rules}
    return causes.pop() if len(causes) == 1 else Cause.PRODUCT if Cause.PRODUCT in causes else Cause.UNCLEAR


def _both_tried(before: Tried, after: Tried) -> bool:
    return Verdict.NOT_APPLICABLE not in (before.verdict, after.verdict)


def _is_slower(before: Tried, after: Tried) -> bool:
    grew = after.seconds - before.seconds
    return before.seconds > 0 and grew >= SLOWER_SECONDS and after.seconds >= SLOWER_TIMES * before.seconds


def _by_reality(one: Difference, before: Side, after: Side) -> Difference:
    """A simulator that fails or refuses what a real product passes is stricter than reality: a defect of ours."""
    origins = (before.origin, after.origin)
    verdicts = (one.before, one.after)
    if set(origins) != {SIMULATED, REAL} or not all(verdicts):
        return one
    simulated, real = (Verdict(verdicts[origins.index(origin)]) for origin in (SIMULATED, REAL))
    failed = simulated is Verdict.FAILED and real.is_green
    if failed and one.kind in (Kind.NEW_FAILURE, Kind.FIXED):
        return replace(one, kind=Kind.STRICTER_SIMULATOR)
    refused = "kom i tillegg" if origins[1] == SIMULATED else "kom ikke lenger"
    only_simulator = [each for each in one.details if each.startswith(f"{refused}: EPJ: ") and _refusal(each)]
    if one.kind is Kind.OTHER_SHAPE and only_simulator and real.is_green:
        return replace(one, kind=Kind.STRICTER_SIMULATOR)
    return one


def _refusal(told: str) -> bool:
    return "kvittering avvist" in told or "feilkø" in told
