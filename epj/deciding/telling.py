"""Tells what the gate's answer rests on, line by line (bokmål)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from conformance.deciding.decision import Decision, PassedOver, Used, Why
from conformance.deciding.deviating import Judged, State, day
from conformance.deciding.gate import day_of
from conformance.deciding.policy import Policy
from conformance.deciding.shelf import Ignored, Shelf, near, same
from conformance.deciding.weighing import Weighed
from conformance.deciding.wording import on_one_line, sentence
from conformance.reports.facts import NOT_APPROVAL
from epj.deciding.table import named
from standards.masking import mask

_MANY: Final = 12
"""Lines of a kind before the rest is counted."""


def lines(decision: Decision, policy: Policy, folder: Path) -> Iterator[str]:
    """The sentence, and under it what it rests on; real persons are masked."""
    yield sentence(decision)
    for line in _lines(decision, policy, folder):
        yield mask("\n".join(f"  {on_one_line(each)}" for each in line.split("\n")))


def hints(decisions: Sequence[Decision], shelf: Shelf) -> Iterator[str]:
    """What may have been meant where there is no pack."""
    for one in decisions:
        if one.reasons and one.reasons[0].why is Why.NO_PACK:
            question = one.question
            known = {
                question.municipality: sorted({each.municipality for each in shelf.packs}),
                question.product: sorted({each.product for each in shelf.packs}),
            }
            for asked, names in known.items():
                yield from _meant(asked, names)


def _meant(asked: str, names: Sequence[str]) -> Iterator[str]:
    if any(same(asked, name) for name in names):
        return
    meant = near(asked, names)
    told = f"Mente du {meant}?" if meant else f"Pakkene gjelder {', '.join(_few(names))}."
    yield mask(on_one_line(f"{asked} står ikke i noen pakke. {told}"))


def ignored(files: Sequence[Ignored], folder: Path) -> Iterator[str]:
    """The files that cannot be read as packs."""
    if files:
        yield f"Sett bort fra, fordi de ikke er pakker ({len(files)}):"
        yield from (
            f"  {on_one_line(line)}" for line in _few([f"{_short(one.path, folder)}: {one.why}" for one in files])
        )


def _lines(decision: Decision, policy: Policy, folder: Path) -> Iterator[str]:
    for one in decision.used:
        yield from _used(one, folder)
    yield from _group("Stopper", [_scenario(one) for one in decision.stopping])
    expired = decision.deviations(State.EXPIRED)
    yield from _group("Avvik som har gått ut: forny dem, eller få feilen rettet", [_deviation(one) for one in expired])
    yield from _group("Akseptert", [_accepted(one) for one in decision.accepted])
    yield from _group("Merknader", [_scenario(one) for one in decision.remarks])
    yield from _group("Avvik som ikke teller", [_deviation(one) for one in decision.deviations(State.REFUSED)])
    needless = decision.deviations(State.NOT_NEEDED)
    yield from _group("Avvik som ikke trengs lenger, og kan fjernes", [_deviation(one) for one in needless])
    elsewhere = decision.deviations(State.ELSEWHERE)
    yield from _group("Avvik for noe som ikke er prøvd her", [_deviation(one) for one in elsewhere])
    yield from _group("Sett bort fra", [_passed_over(one, folder) for one in decision.passed_over])
    yield f"Kriterier: {named(policy)}"
    yield NOT_APPROVAL


def _used(one: Used, folder: Path) -> Iterator[str]:
    who = f"«{one.key_name}», nøkkel {one.key_id}" if one.key_name else f"nøkkel {one.key_id}"
    yield f"Bygger på: {_short(one.kept.path, folder)}"
    yield f"  {one.pack.plan.name}, kjørt {day(day_of(one.kept))}: {one.pack.run.verdict}. Signert av {who}."
    yield from (f"  {told}" for told in one.told)


def _group(head: str, rows: Sequence[str]) -> Iterator[str]:
    if rows:
        yield f"{head} ({len(rows)}):"
        yield from ("\n".join(f"  {line}" for line in row.split("\n")) for row in _few(rows))


def _few(rows: Sequence[str]) -> Iterator[str]:
    yield from rows[:_MANY]
    if len(rows) > _MANY:
        yield f"… og {len(rows) - _MANY} til"


def _scenario(one: Weighed) -> str:
    scenario = one.scenario
    told = f"{scenario.id:<11}{scenario.level:<5}{scenario.severity_class}  {scenario.verdict}: {scenario.name}"
    unreviewed = scenario.confirmed_by_person and not scenario.reviewed
    return f"{told} (bare ett menneske har sett det)" if unreviewed else told


def _accepted(one: Weighed) -> str:
    told = (
        f"går ut {day(each.deviation.expires)}, akseptert av «{each.deviation.approver}», "
        f"eier «{each.deviation.owner}»: {each.deviation.reason}"
        for each in one.counting
    )
    return "\n".join([_scenario(one), *(f"{'':<13}{line}" for line in told)])


def _deviation(one: Judged) -> str:
    deviation = one.deviation
    rule = f" ({deviation.rule})" if deviation.rule else ""
    return f"{deviation.scenario}{rule}: {one.why}. Eier: {deviation.owner}"


def _passed_over(one: PassedOver, folder: Path) -> str:
    return f"{_short(one.kept.path, folder)}, kjørt {day(day_of(one.kept))}: {one.why}"


def _short(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
