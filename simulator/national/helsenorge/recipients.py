"""Who is told of an event, who is not, and why: one decision for each who has a standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from simulator.national.helsenorge.citizens import ASK, SELF, Citizen, Standing
from simulator.national.helsenorge.happenings import (
    CANCELLED,
    CHANGED,
    KINDS,
    LEVELS,
    NEW,
    NORMAL,
    VISIT,
    Happening,
)

CHANNELS: Final = ("sms", "e-post")
_PARENTAL: Final = frozenset({"FO", "VE"})
_YOUTH: Final = range(13, 16)
_LATE: Final = frozenset({NEW, CHANGED, CANCELLED})


@dataclass(frozen=True)
class Choice:
    """What a citizen wants: how much, and on which channel."""

    level: str = NORMAL
    channel: str = CHANNELS[0]


@dataclass(frozen=True)
class Decision:
    """Whether one is told; `why` says which rule let them be, or why not."""

    standing: Standing
    choice: Choice
    told: bool
    why: str


def decide(
    happening: Happening,
    citizen: Citizen,
    choices: Mapping[str, Choice],
    now: datetime,
    *,
    ignore_death: bool = False,
    show_parents: bool = False,
) -> list[Decision]:
    """One decision for each; the last two are faults."""
    nobody = _nobody(happening, citizen, now, ignore_death=ignore_death)
    found = []
    for standing in citizen.standings:
        choice = choices.get(standing.person, Choice())
        reasons = _why_not(
            happening, citizen, standing, choice, show_parents=show_parents, ignore_death=ignore_death
        )  # fmt: skip
        why = nobody or next(reasons, "")
        found.append(Decision(standing, choice, not why, why or f"{standing.rule}: {standing.why}"))
    return found


def _nobody(happening: Happening, citizen: Citizen, now: datetime, *, ignore_death: bool) -> str:
    if citizen.dead and not ignore_death:
        return f"{citizen.given} er død. Det varsles ikke om døde."
    if happening.kind == VISIT:
        return "Hjemmebesøk vises, men varsles ikke."
    if not happening.notice:
        return "Hendelsen er merket med at det ikke skal varsles."
    if happening.kind in _LATE and happening.start is not None and happening.start <= now:
        return "Timen har begynt eller er passert."
    return ""


def _why_not(
    happening: Happening,
    citizen: Citizen,
    standing: Standing,
    choice: Choice,
    *,
    show_parents: bool,
    ignore_death: bool,
) -> Iterator[str]:
    """Every reason not to tell the one."""
    kind = KINDS[happening.kind]
    own = standing.bond == SELF
    if ignore_death and citizen.dead:
        if own:
            yield "Den døde varsles ikke."
        return
    if own and happening.hidden_from_youth and citizen.age < _YOUTH.stop:
        yield "Hendelsen er skjult for ungdommen (NORN_UNGDOM)."
    if standing.bond in _PARENTAL and happening.hidden_from_parents and not show_parents:
        yield "Hendelsen er skjult for foreldrene (NORN_FORANS)."
    youth = own and happening.hidden_from_parents and citizen.age in _YOUTH and ASK in standing.rights
    if kind.right not in standing.rights and not youth:
        yield f"{standing.rule}: {standing.why}"
    if happening.to and standing.number not in happening.to:
        yield "Hendelsen er bare for andre mottakere."
    if LEVELS.index(choice.level) < LEVELS.index(kind.least):
        yield f"Varslingsnivået er {choice.level}; dette varsles fra nivået {kind.least}."
