"""What there is to tell of a person on a day, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from simulator.people.ages import age
from simulator.people.person import Bond, Family, Number, Person, Tie
from simulator.people.representation import by_id, standings, who_may_act
from simulator.people.representation_rules import ALL
from standards.identifiers import classify

BONDS = {Bond.PARENTAL: "foreldreansvar", Bond.GUARDIAN: "verge", Bond.POWER: "fullmakt", Bond.ASSIGNED: "fullmakt"}
TYPES = {"FNR": "fødselsnummer", "DNR": "D-nummer"}


class Known:
    """Everybody on a day; a person can be asked about."""

    def __init__(self, families: Iterable[Family], day: date) -> None:
        self.families = tuple(families)
        self.day = day
        self.people: Mapping[str, Person] = by_id(person for family in self.families for person in family.members)

    def may_act(self, person: Person) -> tuple[str, ...]:
        """Ids of the others who may do something for the person."""
        return tuple(standing.person for standing in who_may_act(person, self.people, self.day))

    def acting(self, person: Person) -> Iterator[tuple[str, str]]:
        """Those others with what they may do; the second is empty when that is everything."""
        for standing in who_may_act(person, self.people, self.day):
            yield standing.person, "" if set(ALL) <= set(standing.rights) else ", ".join(standing.rights)

    def why_nobody(self, person: Person) -> str:
        """Why none of those with a tie to the person may act; empty when somebody may, or nobody has a tie."""
        if self.may_act(person) or not person.bonds:
            return ""
        return standings(person, self.people, self.day)[1].why

    def years(self, person: Person) -> int | None:
        """The age in whole years; for the dead, how old they became; None for one not born yet."""
        last = min(self.day, person.death_date or self.day)
        return age(person.birth_date, last) if person.birth_date <= last else None

    def notes(self, person: Person) -> Iterator[str]:
        """What is special about the person, in words."""
        yield from person.traits
        if person.due_date:
            yield f"termin {person.due_date}"
        if person.death_date:
            yield f"døde {person.death_date}"
        if person.emigrated:
            yield f"flyttet {person.emigrated}"
        yield from (_of_number(number) for number in person.numbers if number.since and number.since > self.day)
        yield from (_of_tie(tie) for tie in person.ties if tie.since or tie.until)

    def to_json(self, family: Family) -> dict[str, Any]:
        """A family with its members."""
        told = {"story": " ".join(family.story.split()), "use": family.use}
        return {
            "id": family.id,
            "name": family.name,
            **{key: text for key, text in told.items() if text},
            "members": [self._person(person) for person in family.members],
        }

    def _person(self, person: Person) -> dict[str, Any]:
        return {
            "id": person.id,
            "ident": person.ident,
            "ident_type": type_of(person.ident),
            "numbers": [_period(one) | {"value": one.value} for one in person.numbers or _only(person)],
            "given": person.given,
            "family": person.family,
            "birth_date": person.birth_date.isoformat(),
            "age": self.years(person),
            "sex": person.sex,
            "kind": person.kind,
            "guardians": list(person.guardians),
            "relation": person.relation,
            "ties": [_period(tie) | {"person": tie.person, "bond": tie.bond.value} for tie in person.bonds],
            "digitally_active": person.digitally_active,
            "parental_consent": person.parental_consent,
            "address": person.address,
            "protection": person.protection.value,
            "traits": list(person.traits),
            "due_date": _iso(person.due_date),
            "death_date": _iso(person.death_date),
            "emigrated": _iso(person.emigrated),
            "standings": [standing.to_json() for standing in standings(person, self.people, self.day)],
        }


def type_of(ident: str) -> str:
    """FNR or DNR; empty for one without a number."""
    number = classify(ident)
    return number.kind.value if number else ""


def _only(person: Person) -> tuple[Number, ...]:
    return (Number(person.ident),) if person.ident else ()


def _period(one: Number | Tie) -> dict[str, str | None]:
    return {"since": _iso(one.since), "until": _iso(one.until)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _of_number(number: Number) -> str:
    return f"{TYPES.get(type_of(number.value), 'nummer')} {number.value} fra {number.since}"


def _of_tie(tie: Tie) -> str:
    since = f" fra {tie.since}" if tie.since else ""
    until = f" til og med {tie.until}" if tie.until else ""
    return f"{BONDS.get(tie.bond, tie.bond.value)}: {tie.person}{since}{until}"
