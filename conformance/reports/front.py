"""What the first page has room for: it is one page of paper, however much went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.evidence.records import ScenarioRecord
from conformance.reports.deviations import Shown
from conformance.reports.facts import CLASSES, Facts
from conformance.verdicts import LADDER, Verdict

NOTICED: Final = (5, 2)
DEVIATIONS: Final = (4, 2)
"""How many there is room for, and how many where the rest takes much of the page."""
_MANY_ROWS: Final = 7
_WHO: Final = 4
_LONGEST: Final = 95
_LEAD: Final = "Merkes slik: "


@dataclass(frozen=True)
class ClassRow:
    """How many of one class ended as what, of those that are not green."""

    name: str
    meaning: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Confirmed:
    """How much rests on what people said."""

    answers: int
    scenarios: int
    who: tuple[str, ...]
    more_who: bool
    reviewed: int


@dataclass(frozen=True)
class Front:
    """The parts of the first page that are cut to its size."""

    verdicts: tuple[Verdict, ...]
    """The rows of the table: what occurs, and always what is looked for, since a zero that is seen is trusted."""
    bad: tuple[Verdict, ...]
    """The rows of the table of classes."""
    classes: tuple[ClassRow, ...]
    noticed: tuple[ScenarioRecord, ...]
    more_noticed: int
    deviations: tuple[Shown, ...]
    more_deviations: int
    confirmed: Confirmed

    @classmethod
    def of(cls, facts: Facts) -> Front:
        """Cut to size; what there is no room for is counted."""
        failing, accepted, counted = facts.failing, facts.deviations, facts.counts()
        always = (Verdict.PASSED, Verdict.FAILED, Verdict.BLOCKED, Verdict.NOT_VERIFIED)
        ladder = (*LADDER, Verdict.NOT_APPLICABLE)
        bad = tuple(verdict for verdict in reversed(LADDER) if any(one.verdict is verdict for one in failing))
        verdicts = tuple(one for one in ladder if counted[one.value] or one in always)
        full = len(verdicts) + len(bad) > _MANY_ROWS or (len(failing) > NOTICED[0] and len(accepted) > DEVIATIONS[1])
        return cls(
            verdicts=verdicts,
            bad=bad,
            classes=_classes(failing, bad),
            noticed=worst_first(failing)[: NOTICED[full]],
            more_noticed=max(0, len(failing) - NOTICED[full]),
            deviations=tuple(accepted[: DEVIATIONS[full]]),
            more_deviations=max(0, len(accepted) - DEVIATIONS[full]),
            confirmed=_confirmed(facts),
        )


def notice(item: ScenarioRecord) -> str:
    """What a citizen or an employee would have noticed (bokmål); empty where nobody wrote it down."""
    told = str(item.meta.get("description") or "").removeprefix(_LEAD)
    return f"{told[:1].upper()}{told[1:]}"


def cut(text: str, most: int = _LONGEST) -> str:
    """The beginning of a text, at a word."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0] or text[:most]} …"


def worst_first(failing: Iterable[ScenarioRecord]) -> tuple[ScenarioRecord, ...]:
    """In the order it matters: what is known to be wrong before what is not known, within the worst class."""
    known = {Verdict.FAILED: 0, Verdict.BLOCKED: 1, Verdict.NOT_VERIFIED: 2, Verdict.TOOL_FAULT: 3}
    return tuple(sorted(failing, key=lambda one: (one.severity_class or "Z", known.get(one.verdict, 9), one.id)))


def _classes(failing: Sequence[ScenarioRecord], bad: Sequence[Verdict]) -> tuple[ClassRow, ...]:
    rows = [ClassRow(name, meaning, _counted(failing, name, bad)) for name, meaning in CLASSES.items()]
    without = _counted(failing, "", bad)
    return (*rows, ClassRow("", "uten klasse", without)) if any(without) else tuple(rows)


def _counted(failing: Sequence[ScenarioRecord], name: str, bad: Sequence[Verdict]) -> tuple[int, ...]:
    of_class = [one.verdict for one in failing if (one.severity_class if one.severity_class in CLASSES else "") == name]
    return tuple(of_class.count(verdict) for verdict in bad)


def _confirmed(facts: Facts) -> Confirmed:
    answers = facts.confirmed
    who = list(dict.fromkeys(intent.who for _, intent in answers if intent.who))
    reviewed = sum(bool(intent.reviewer) for _, intent in answers)
    return Confirmed(len(answers), len({item.id for item, _ in answers}), tuple(who[:_WHO]), len(who) > _WHO, reviewed)
