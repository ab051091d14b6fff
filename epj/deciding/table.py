"""The gate's answer for everything that lies in a folder, as a table (bokmål)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from conformance.deciding.decision import Answer, Decision, Why
from conformance.deciding.deviating import day
from conformance.deciding.gate import day_of
from conformance.deciding.policy import Policy
from conformance.deciding.shelf import Kept
from conformance.deciding.wording import on_one_line
from conformance.reports.facts import NOT_APPROVAL
from standards.masking import mask

HEADS: Final = ("Kommune", "Produkt", "Versjon", "Tjeneste", "Svar", "Kjørt", "Avvik", "Hvorfor ikke")
_LONGEST: Final = 60
_IN_SHORT: Final = {
    Why.NO_PACK: "ingen pakke",
    Why.OTHER_VERSION: "bare andre versjoner",
    Why.NO_PLAN: "en plan mangler",
    Why.NOT_REAL: "bare simulert",
    Why.NOT_VALID: "ingen pakke kan brukes",
    Why.TOO_OLD: "for gammel",
    Why.NEWER_FAILURE: "feil i en nyere kjøring",
    Why.NOT_TRIED: "ikke alt er prøvd",
    Why.EXPIRED: "avvik utløpt",
}


def lines(decisions: Sequence[Decision], unplaced: Sequence[Kept]) -> Iterator[str]:
    """The rows in aligned columns, how many there are of each answer, and what packs are of no service's plan."""
    rows = [HEADS, *(_cells(one) for one in decisions)] if decisions else []
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))] if rows else []
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    counts = Counter(one.answer for one in decisions)
    told = ", ".join(f"{counts[answer]} {answer}" for answer in Answer if counts[answer])
    yield from ("", f"{len(decisions)} svar: {told}.") if rows else ("Ingen pakke passer til det som er spurt om.",)
    if unplaced:
        plans = ", ".join(sorted({one.plan for one in unplaced}))
        yield on_one_line(f"{len(unplaced)} pakker er fra planer som ingen tjeneste bygger på: {plans}.")


def criteria(policy: Policy) -> Iterator[str]:
    """Which criteria it follows."""
    yield on_one_line(f"Kriterier: {named(policy)}")
    yield NOT_APPROVAL


def named(policy: Policy) -> str:
    """What the criteria are called, and which file it was."""
    return f"{policy.name} ({'følger med testbenken' if policy.is_shipped else f'SHA-256 {policy.sha256[:12]}…'})"


def _cells(one: Decision) -> tuple[str, ...]:
    question = one.question
    days = sorted(day_of(used.kept) for used in one.used)
    words = (
        question.municipality,
        question.product,
        question.version or "–",
        question.service.name,
        one.answer.value,
        day(days[-1]) if days else "–",
        str(len(one.accepted) or "–"),
        _why(one),
    )
    return tuple(mask(on_one_line(word)) for word in words)


def _why(one: Decision) -> str:
    stopping = ", ".join(each.scenario.id for each in one.stopping[:3])
    more = f" og {len(one.stopping) - 3} til" if len(one.stopping) > 3 else ""
    return ", ".join(_once(_IN_SHORT.get(each.why, f"{stopping}{more}") for each in one.reasons))[:_LONGEST]


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
