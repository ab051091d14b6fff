"""Tells how two runs differ (bokmål): what the product changed apart from what the rules changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from conformance.deciding.blame import Cause
from conformance.deciding.comparing import Comparison, Difference, Kind
from conformance.deciding.forms import ShapeChange
from conformance.deciding.sides import Side
from conformance.packing.model import REAL, SIMULATED
from standards.masking import mask

_OSLO: Final = ZoneInfo("Europe/Oslo")
_MANY: Final = 40
_FEW: Final = 3
_HEADS: Final = {
    Kind.NEW_FAILURE: "Nye feil",
    Kind.STRICTER_SIMULATOR: "Simulatoren er strengere enn virkeligheten: feil hos oss, meld den",
    Kind.UNDECIDED: "Avgjøres ikke lenger",
    Kind.OTHER_FINDINGS: "Andre funn, uten at det ble en feil eller en rettelse",
    Kind.OTHER_SCOPE: "Gjelder nå, eller gjelder ikke lenger",
    Kind.FIXED: "Rettet",
    Kind.OTHER_SHAPE: "Samtalen går annerledes",
    Kind.SLOWER: "Tregere",
    Kind.ONLY_BEFORE: "Bare i A",
    Kind.ONLY_AFTER: "Bare i B",
}
_CAUSES: Final = {
    Cause.PRODUCT: "Produktet er endret",
    Cause.UNCLEAR: "Uklart om det er produktet eller testbenken",
    Cause.RULES: "Testbenken er endret, produktet gjør som før",
}
_BY_CAUSE: Final = (Kind.NEW_FAILURE, Kind.UNDECIDED, Kind.OTHER_FINDINGS, Kind.OTHER_SCOPE, Kind.FIXED)
_APART: Final = (Kind.OTHER_SHAPE, Kind.SLOWER, Kind.ONLY_BEFORE, Kind.ONLY_AFTER)
_ORIGINS: Final = {SIMULATED: "simulert journal", REAL: "ekte journal"}


def lines(found: Comparison) -> Iterator[str]:
    """Everything that differs; real persons are masked."""
    yield from (mask(line) for line in _lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    yield f"A: {_side(found.before)}"
    yield f"B: {_side(found.after)}"
    yield _suites(found)
    yield from _warnings(found)
    yield from _group(_HEADS[Kind.STRICTER_SIMULATOR], found.of(Kind.STRICTER_SIMULATOR))
    for cause, head in _CAUSES.items():
        if found.of(*_BY_CAUSE, cause=cause):
            yield from ("", head.upper())
            for kind in _BY_CAUSE:
                told = _by_finding if kind is Kind.OTHER_FINDINGS else _group
                yield from told(_HEADS[kind], found.of(kind, cause=cause))
    for kind in _APART:
        told = _ids if kind in (Kind.ONLY_BEFORE, Kind.ONLY_AFTER) else _group
        yield from told(_HEADS[kind], found.of(kind))
    yield from _shapes(found.shapes)
    yield from ("", summary(found))


def summary(found: Comparison) -> str:
    """All of it in one sentence."""
    if found.is_same:
        return "Ingen forskjeller."
    failures = found.of(Kind.NEW_FAILURE)
    counts = [
        (len([one for one in failures if one.cause is Cause.PRODUCT]), "nye feil i produktet"),
        (len([one for one in failures if one.cause is Cause.RULES]), "nye feil fordi reglene er endret"),
        (len([one for one in failures if one.cause is Cause.UNCLEAR]), "nye feil av uklar grunn"),
        (len(found.of(Kind.STRICTER_SIMULATOR)), "der simulatoren er for streng"),
        (len(found.of(Kind.FIXED)), "rettet"),
        (len(found.of(Kind.SLOWER)), "tregere"),
        (len(found.of(Kind.OTHER_SHAPE)), "samtaler som går annerledes"),
        (len(found.shapes), "endringer i hvordan meldinger ser ut"),
        (len(found.of(Kind.OTHER_FINDINGS)), "scenarioer med andre funn"),
        (len(found.of(Kind.ONLY_BEFORE, Kind.ONLY_AFTER)), "bare i den ene"),
    ]
    rest = len(found.differences) + len(found.shapes) - sum(count for count, _ in counts)
    told = [f"{what}: {count}" for count, what in [*counts, (rest, "annet")] if count]
    return f"Forskjeller. {'; '.join(told).capitalize()}."


def _side(one: Side) -> str:
    when = f", kjørt {one.ran_at.astimezone(_OSLO):%d.%m.%Y %H:%M}" if one.ran_at else ""
    what = " ".join(filter(None, (one.product, one.version)))
    origin = _ORIGINS.get(one.origin, "ukjent opphav")
    plan = f", plan {one.plan}" if one.plan else ""
    return f"{one.path} ({one.kind}): {one.name}, {what}, {origin}{plan}{when}: {one.verdict}"


def _suites(found: Comparison) -> str:
    if found.suite is None:
        return "Det er ikke kjent om det er samme utgave av testbenken."
    if found.suite:
        return "Samme utgave av testbenken: alt som er nytt, er produktet."
    return "Ulike utgaver av testbenken: det begge sendte, er prøvd på nytt med reglene her."


def _warnings(found: Comparison) -> Iterator[str]:
    if found.before.product != found.after.product:
        yield "Dette er to ulike produkter."
    if not set(found.before.scenarios) & set(found.after.scenarios):
        yield "De har ingen scenarioer felles."
    if not (_has_bytes(found.before) and _has_bytes(found.after)):
        yield "A eller B har ikke med selve meldingene, så det er ikke sett på hvordan de ser ut."


def _has_bytes(one: Side) -> bool:
    return any(each.exchange is not None for each in one.scenarios.values())


def _group(head: str, rows: Sequence[Difference]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"{head} ({len(rows)}):")
    for one in rows[:_MANY]:
        yield f"  {one.scenario:<11}{_verdicts(one)}  {one.name}"
        yield from (f"             {detail}" for detail in one.details)
    if len(rows) > _MANY:
        yield f"  … og {len(rows) - _MANY} til"


def _by_finding(head: str, rows: Sequence[Difference]) -> Iterator[str]:
    """Each finding once, with the scenarios that it is new or gone in."""
    found: dict[str, list[str]] = {}
    for one in rows:
        for detail in one.details or (_verdicts(one),):
            found.setdefault(detail, []).append(one.scenario)
    if found:
        yield from ("", f"{head} ({len(rows)} scenarioer):")
    for detail, scenarios in list(found.items())[:_MANY]:
        yield from (f"  {detail}", f"             i {_some(scenarios)}")
    if len(found) > _MANY:
        yield f"  … og {len(found) - _MANY} til"


def _ids(head: str, rows: Sequence[Difference]) -> Iterator[str]:
    if rows:
        yield from ("", f"{head} ({len(rows)}): {_some([one.scenario for one in rows], 12)}")


def _verdicts(one: Difference) -> str:
    return (
        one.after or one.before
        if one.before == one.after or not (one.before and one.after)
        else (f"{one.before} → {one.after}")
    )


def _shapes(changes: Sequence[ShapeChange]) -> Iterator[str]:
    if changes:
        yield from ("", f"Meldinger fra EPJ ser annerledes ut ({len(changes)}):")
    for one in changes[:_MANY]:
        yield f"  {'nytt:' if one.is_new else 'borte:':<7}{one.path}"
        messages = [each.removeprefix("EPJ: ") for each in one.messages]
        yield f"         i {_some(messages)}; {_some(one.scenarios)}"
    if len(changes) > _MANY:
        yield f"  … og {len(changes) - _MANY} til"


def _some(words: Sequence[str], most: int = _FEW) -> str:
    more = f" og {len(words) - most} til" if len(words) > most else ""
    return f"{', '.join(words[:most])}{more}"
