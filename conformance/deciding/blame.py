"""Whether the product or the rules changed: what both runs sent is judged once more, by the rules that are here now."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Final

from conformance.deciding.sides import Side, Tried
from standards.exchange import Role
from standards.rules.engine import all_rules, judge_exchange, judge_message
from standards.rules.model import Scope


class Cause(StrEnum):
    """What a difference comes from."""

    PRODUCT = "product"
    RULES = "rules"
    UNCLEAR = "unclear"


SAME, OTHER, UNKNOWN = True, False, None
_MARKS: Final = ("pack", "code", "tool")
"""What two sides may know of the suite, the surest first."""


def same_suite(one: Side, other: Side) -> bool | None:
    """Whether the same suite judged both; None when nobody knows."""
    for mark in _MARKS:
        if mark in one.suite and mark in other.suite:
            is_same = one.suite[mark] == other.suite[mark]
            return (UNKNOWN if is_same else OTHER) if mark == "tool" else is_same
    return UNKNOWN


def of_breach(rule: str, before: Tried, after: Tried) -> Cause:
    """Why a breach of a rule is on one side only, for two suites that may differ; `before` and `after` in any order.

    By the rules of today: a breach on both sides, or on neither, is the same behaviour, so that the rule has changed.
    """
    if before.exchange is None or after.exchange is None or rule not in _judged_from_bytes():
        return Cause.UNCLEAR
    return Cause.PRODUCT if (rule in broken(before)) != (rule in broken(after)) else Cause.RULES


def broken(one: Tried) -> frozenset[str]:
    """The rules that what the EPJ sent breaks, by the suite that is here."""
    if one.exchange is None:
        return frozenset()
    found = list(judge_exchange(one.exchange).findings)
    ours = {number for number, item in enumerate(one.exchange) if item.sender is Role.HELSENORGE}
    kept = [each for each in found if each.by is not Role.HELSENORGE and not (each.by is None and each.item in ours)]
    for item in one.exchange:
        if item.sender is Role.EPJ:
            kept += judge_message(item.raw, sender=Role.EPJ, envelope=item.envelope).findings
    return frozenset(each.rule for each in kept)


@cache
def _judged_from_bytes() -> frozenset[str]:
    """The rules that need no more than the messages."""
    return frozenset(one.id for one in all_rules() if one.scope in (Scope.MESSAGE, Scope.EXCHANGE))
