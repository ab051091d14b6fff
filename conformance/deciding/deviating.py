"""Accepted deviations when a decision is made: which count today, for what, and why the others do not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from conformance.deciding.policy import Criterion, Policy
from conformance.packing.model import Pack, PackScenario
from conformance.targets.deviations import Deviation
from conformance.targets.file import Problem, TargetError, TargetFile, read
from conformance.verdicts import Verdict
from standards.rules.model import Severity


class BadDeviations(Exception):
    """The file of deviations cannot be used; says everything that is wrong with it (bokmål)."""


class State(StrEnum):
    """What has become of an accepted deviation, in the words that are shown."""

    ACTIVE = "gjelder"
    EXPIRED = "utløpt"
    NOT_NEEDED = "trengs ikke lenger"
    REFUSED = "teller ikke"
    ELSEWHERE = "gjelder noe annet"
    """Its scenario is no part of what is decided."""


@dataclass(frozen=True)
class Judged:
    """One accepted deviation with what has become of it, and why (bokmål; empty when there is nothing to say)."""

    deviation: Deviation
    state: State
    why: str = ""


def of_file(path: Path) -> tuple[Deviation, ...]:
    """Read a file of accepted deviations; raises `BadDeviations`."""
    try:
        source = read(path, "deviations")
    except TargetError as error:
        raise _bad(path, error.problems) from error
    if wrong := tuple(_bad_dates(source)):
        raise _bad(path, wrong)
    return tuple(_deviation(row) for row in source.data["deviations"])


def of_pack(pack: Pack) -> tuple[Deviation, ...]:
    """Those that the target had when the run was made; dates that cannot be read are long gone."""
    known = ("scenario", "owner", "approver", "reason", "issued", "expires", "scope", "rule")
    return tuple(_deviation({key: getattr(one, key) for key in known}) for one in pack.deviations)


def why_refused(one: Deviation, criterion: Criterion, policy: Policy, today: date) -> str:
    """Why a deviation that has not expired still does not count (bokmål); empty when it does."""
    return _why_not_accepted(one, policy) or _why_not_in_time(one, criterion, today)


def _why_not_accepted(one: Deviation, policy: Policy) -> str:
    owner, approver = _plain(one.owner), _plain(one.approver)
    if not approver:
        return "ingen er navngitt som den som har akseptert det"
    if policy.approvers and approver not in map(_plain, policy.approvers):
        return f"{one.approver} er ikke blant dem som kan akseptere avvik"
    if policy.four_eyes and not owner:
        return "ingen er navngitt som den som eier det"
    return f"{one.approver} både eier avviket og har akseptert det" if policy.four_eyes and approver == owner else ""


def _why_not_in_time(one: Deviation, criterion: Criterion, today: date) -> str:
    if one.issued > today:
        return f"det gjelder først fra {day(one.issued)}"
    days = (one.expires - one.issued).days
    if days > criterion.max_days:
        return f"det gjelder i {days} dager, og kriteriene tillater {criterion.max_days}"
    return ""


def covers(counting: Iterable[Deviation], scenario: PackScenario) -> bool:
    """Whether deviations that count cover all that is wrong with a scenario, and not only one rule of several."""
    rules = {one.rule for one in counting}
    if "" in rules:
        return True
    broken = broken_rules(scenario)
    return bool(broken) and broken <= rules and not _stopped_without(broken, scenario.reason)


def broken_rules(scenario: PackScenario) -> set[str]:
    """The rules whose breach lowers the scenario: errors where it failed, remarks where it passed with them."""
    wanted = {Verdict.FAILED: Severity.ERROR, Verdict.PASSED_WITH_REMARK: Severity.REMARK}.get(
        Verdict(scenario.verdict)
    )
    return {one.rule for one in scenario.findings if one.severity == wanted}


def _stopped_without(broken: set[str], reason: str) -> bool:
    """Whether it stopped for something that none of the rules tells of, such as a message that never came."""
    named = (reason.startswith(f"{rule} (") or f" Krav: {rule} (" in reason for rule in broken)
    return bool(reason) and not any(named)


def _deviation(row: Mapping[str, Any]) -> Deviation:
    days = {name: _day_of(row[name]) or date.min for name in ("issued", "expires")}
    return Deviation(**{**row, **days})


def _bad_dates(source: TargetFile) -> Iterator[Problem]:
    for number, row in enumerate(source.data["deviations"]):
        for key in ("issued", "expires"):
            if _day_of(row[key]) is None:
                line = source.line("deviations", number, key)
                yield Problem(line, f"{key} er ikke en dato", "en dato som finnes", row[key], "Rett datoen")


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _bad(path: Path, problems: tuple[Problem, ...]) -> BadDeviations:
    head = f"Avvikene i {path} kan ikke brukes ({len(problems)} feil):"
    return BadDeviations("\n".join([head, *(f"  {problem}" for problem in problems)]))


def day(one: date) -> str:
    """A date as it is written in bokmål."""
    return f"{one:%d.%m.%Y}"


def _plain(name: str) -> str:
    """A name as it is compared: however it is written, and without signs that cannot be seen."""
    words = unicodedata.normalize("NFKC", name).casefold().split()
    return " ".join(filter(None, ("".join(filter(str.isprintable, word)) for word in words)))
