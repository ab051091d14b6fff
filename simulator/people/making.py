"""Makes the members of one generated family: what a kind of family does not say, the seed decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from simulator.people.ages import years_before
from simulator.people.draws import Draws
from simulator.people.names import FAMILY, GIVEN, PLACE, STREETS
from simulator.people.numbers import Numbers
from simulator.people.person import SIDES, Bond, Number, Person, Sex, Tie
from simulator.people.personas import PARENT, acting, kind_of
from standards.identifiers import Series

SERIES: Series = "skatteetaten"
"""Not the series of the named families, so that no generated person can have the number of one of them."""
HOME, ELSEWHERE, THIRD = "", "B", "C"


@dataclass(frozen=True)
class Kind:
    """A kind of family: its size is fixed; with weight 0 there is one of it in a population."""

    id: str
    title: str
    size: int
    build: Callable[[Maker], list[Person]]
    weight: int = 0


class Maker:
    """One family in the making, seen from the day of the population."""

    def __init__(self, key: str, place: int, draws: Draws, numbers: Numbers, day: date) -> None:
        self.day = day
        self.draws = draws
        self.surname = draws.pick("surname", FAMILY)
        self._key = key
        self._place = place
        self._numbers = numbers
        self._taken: set[str] = set()

    def person(self, role: str, birth: date, *, sex: Sex | None = None, given: str = "", **known: Any) -> Person:
        """One member; `known` are fields of `Person`, and those not known come from the seed."""
        side: Sex = self.draws.pick(f"{role} sex", SIDES) if sex is None else sex
        ties, d_number = known.pop("ties", ()), known.pop("d_number", False)
        numbers = known.get("numbers")
        guardians, relation = acting(ties, self.day)
        fields: dict[str, Any] = {
            "id": f"{self._key}-{role}",
            "family": self.surname,
            "kind": kind_of(birth, self.day),
            "address": self.address(),
            "guardians": guardians,
            "relation": relation,
            "ties": ties,
            **known,
        }
        ident = self.number(birth, side, d_number=d_number) if numbers is None else _on(numbers, self.day)
        return Person(ident=ident, given=given or self._given(role, side), birth_date=birth, sex=side, **fields)

    def parent(self, role: str, oldest_child: date, sex: Sex, **known: Any) -> Person:
        """One who was 22 to 33 years old when the oldest child was born."""
        birth = self.draws.day(f"{role} birth", years_before(oldest_child, 33), years_before(oldest_child, 22))
        return self.person(role, birth, sex=sex, **{"kind": PARENT, **known})

    def parents(self, oldest_child: date, **known: Any) -> list[Person]:
        """A mother and a father."""
        return [self.parent("mor", oldest_child, "kvinne", **known), self.parent("far", oldest_child, "mann", **known)]

    def children(self, births: list[date], parents: list[Person], **known: Any) -> list[Person]:
        """Children with the same parents, who have parental responsibility."""
        ties = parental(*parents)
        return [self.person(f"barn{place}", birth, ties=ties, **known) for place, birth in enumerate(births, start=1)]

    def siblings(self, count: int, youngest: tuple[int, int]) -> list[date]:
        """Birth dates, the oldest first, at least a year apart; the youngest is of an age between the two."""
        births = [self.born("youngest", *youngest)]
        while len(births) < count:
            births.insert(0, births[0] - timedelta(days=380 + self.draws.number(f"gap {len(births)}", 800)))
        return births

    def born(self, name: str, youngest: int, oldest: int) -> date:
        """The birth date of one who is so old, in whole years from the lowest to the highest."""
        first = years_before(self.day, oldest + 1) + timedelta(days=2)
        return self.draws.day(f"{name} birth", first, years_before(self.day, youngest))

    def number(self, birth: date, sex: Sex, *, d_number: bool = False, k1_remainder: int = 0) -> str:
        """A number nobody else has."""
        return self._numbers.next(birth, sex, series=SERIES, d_number=d_number, k1_remainder=k1_remainder)

    def address(self, dwelling: str = HOME) -> str:
        """An address that no other family has; those at the same dwelling live together."""
        street = STREETS[(self._place + (HOME, ELSEWHERE, THIRD).index(dwelling) * 7) % len(STREETS)]
        return f"{street} {1 + self._place // len(STREETS)}{dwelling}, {PLACE}"

    def after(self, days: int) -> date:
        """So many days from the day; negative is before it."""
        return self.day + timedelta(days=days)

    def _given(self, role: str, sex: Sex) -> str:
        name = self.draws.pick(f"{role} given", [name for name in GIVEN[sex] if name not in self._taken])
        self._taken.add(name)
        return name


def parental(*parents: Person) -> tuple[Tie, ...]:
    """Ties to those who have parental responsibility."""
    return tuple(Tie(parent.id, Bond.PARENTAL) for parent in parents)


def _on(numbers: tuple[Number, ...], day: date) -> str:
    return next((number.value for number in numbers if number.holds(day)), "")
