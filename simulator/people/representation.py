"""Who may act for a person on Helsenorge that day, and why: facts of the two, held against a table of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from simulator.people.ages import GROWN_UP, age
from simulator.people.person import Bond, Person, Tie
from simulator.people.representation_rules import RULES, SELF, Fact, Rule


class OneParent(StrEnum):
    """Who may act when only one parent lives with the child; the sources disagree."""

    BOTH = "begge"
    RESIDENT = "bare den som bor der"


@dataclass(frozen=True)
class Disputed:
    """What the sources dispute or leave open, as settings; the milder reading stands first."""

    one_parent_at_address: OneParent = OneParent.BOTH
    parents_cancel_12_to_15: bool = False
    parents_act_12_to_15: bool = False


@dataclass(frozen=True)
class Standing:
    """What one person may do for another, or for themselves, and by which rule."""

    person: str
    bond: str
    rights: tuple[str, ...]
    why: str
    rule: str
    mark: Literal["V", "I"]
    source: str

    @property
    def may_act(self) -> bool:
        """Whether there is anything they may do."""
        return bool(self.rights)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "person": self.person,
            "bond": self.bond,
            "rights": list(self.rights),
            "why": self.why,
            "rule": self.rule,
            "mark": self.mark,
            "source": self.source,
        }


def standings(
    patient: Person, people: Mapping[str, Person], day: date, disputed: Disputed | None = None
) -> tuple[Standing, ...]:
    """The person first, then everybody with a tie; those with no right too, so that one can see why."""
    settings = disputed or Disputed()
    at_address = frozenset(parent.id for parent in _parents(patient, people, day) if _together(patient, parent, day))
    own = _Case(patient, patient, None, day, settings, at_address)
    others = [replace(own, actor=people[tie.person], tie=tie) for tie in patient.bonds if tie.person in people]
    return tuple(_standing(case) for case in (own, *others))


def who_may_act(
    patient: Person, people: Mapping[str, Person], day: date, disputed: Disputed | None = None
) -> tuple[Standing, ...]:
    """Only those others who may do something for the person."""
    found = standings(patient, people, day, disputed)
    return tuple(standing for standing in found if standing.may_act and standing.bond != SELF)


def by_id(people: Iterable[Person]) -> dict[str, Person]:
    """The people by their ids."""
    return {person.id: person for person in people}


@dataclass(frozen=True)
class _Case:
    """Two persons, the same when there is no tie, on one day."""

    patient: Person
    actor: Person
    tie: Tie | None
    day: date
    settings: Disputed
    at_address: frozenset[str]


_FACTS: Mapping[Fact, Callable[[_Case], bool]] = {
    Fact.PATIENT_NOT_BORN: lambda case: case.day < case.patient.birth_date,
    Fact.PATIENT_DEAD: lambda case: _dead(case.patient, case.day),
    Fact.PATIENT_WITHOUT_NUMBER: lambda case: not case.patient.ident_on(case.day),
    Fact.PATIENT_PROTECTED: lambda case: case.patient.protected,
    Fact.PATIENT_NOT_DIGITAL: lambda case: not case.patient.digitally_active,
    Fact.PARENTAL_CONSENT: lambda case: case.patient.parental_consent,
    Fact.ACTOR_DEAD: lambda case: _dead(case.actor, case.day),
    Fact.ACTOR_WITHOUT_NUMBER: lambda case: not case.actor.ident_on(case.day),
    Fact.ACTOR_PROTECTED: lambda case: case.actor.protected,
    Fact.ACTOR_NOT_DIGITAL: lambda case: not case.actor.digitally_active,
    Fact.ACTOR_ABROAD: lambda case: _abroad(case.actor, case.day),
    Fact.ACTOR_NOT_GROWN_UP: lambda case: age(case.actor.birth_date, case.day) < GROWN_UP,
    Fact.NOT_YET: lambda case: bool(case.tie and case.tie.since and case.day < case.tie.since),
    Fact.ENDED: lambda case: bool(case.tie and case.tie.until and case.tie.until < case.day),
    Fact.NO_PARENT_AT_ADDRESS: lambda case: not case.at_address,
    Fact.LIVES_ELSEWHERE_AND_THAT_COUNTS: lambda case: (
        case.settings.one_parent_at_address is OneParent.RESIDENT and case.actor.id not in case.at_address
    ),
    Fact.PARENTS_CANCEL: lambda case: case.settings.parents_cancel_12_to_15,
    Fact.PARENTS_ACT: lambda case: case.settings.parents_act_12_to_15,
}


def _standing(case: _Case) -> Standing:
    bond = SELF if case.tie is None else case.tie.bond.value
    facts = frozenset(fact for fact, holds in _FACTS.items() if holds(case))
    years = age(case.patient.birth_date, case.day)
    rule = next(rule for rule in RULES if _fits(rule, bond, years, facts))
    why = rule.why.format(patient=case.patient.given, actor=case.actor.given)
    return Standing(case.actor.id, bond, rule.rights, why, rule.id, rule.mark, rule.source)


def _fits(rule: Rule, bond: str, years: int, facts: frozenset[Fact]) -> bool:
    return (not rule.bonds or bond in rule.bonds) and years in rule.ages and rule.needs <= facts


def _parents(patient: Person, people: Mapping[str, Person], day: date) -> Iterator[Person]:
    for tie in patient.bonds:
        if tie.bond is Bond.PARENTAL and tie.holds(day) and tie.person in people:
            yield people[tie.person]


def _together(patient: Person, parent: Person, day: date) -> bool:
    same = bool(patient.address) and parent.address == patient.address
    return same and not _dead(parent, day) and not _abroad(parent, day)


def _dead(person: Person, day: date) -> bool:
    return person.death_date is not None and person.death_date <= day


def _abroad(person: Person, day: date) -> bool:
    return person.emigrated is not None and person.emigrated <= day
