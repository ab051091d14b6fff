"""The named families of fixtures/personas: people with a story, the same for every seed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.people.ages import GROWN_UP, MESSAGES_END, age, turns
from simulator.people.numbers import Numbers
from simulator.people.person import Bond, Family, Number, Person, Protection, Tie

PERSONAS = Path(__file__).resolve().parent.parent.parent / "fixtures" / "personas"
YEARS = range(2026, 2036)
"""When the stories are true: later, the children with fixed birth dates have grown up."""
CHILD, YOUTH, PARENT, ADULT = "barn", "ungdom", "forelder", "voksen"

Entry = Mapping[str, Any]


def named_families(day: date, *, folder: Path = PERSONAS) -> tuple[Family, ...]:
    """All of them as of that day; those whom every journal knows come first, and have the same numbers any day."""
    numbers = Numbers()
    return tuple(_family(name, content, day, numbers) for name, content in _files(folder))


def known_everywhere(numbers: Numbers, *, folder: Path = PERSONAS) -> tuple[Person, ...]:
    """The people whom every simulated journal knows; nothing about them depends on the day."""
    families = (_family(name, content, None, numbers) for name, content in _files(folder) if _everywhere(content))
    return tuple(person for family in families for person in family.members)


@lru_cache(maxsize=8)
def _files(folder: Path) -> tuple[tuple[str, Entry], ...]:
    read = ((path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml")))
    return tuple(sorted(read, key=lambda file: not _everywhere(file[1])))


def _everywhere(content: Entry) -> bool:
    return bool(content.get("family", {}).get("everywhere", True))


def _family(name: str, content: Entry, day: date | None, numbers: Numbers) -> Family:
    about = content.get("family", {})
    shared = {"address": about["address"]} if "address" in about else {}
    members = tuple(_person({**shared, **entry}, day, numbers) for entry in content["persons"])
    return Family(
        name, about.get("name", name), members, about.get("story", ""), about.get("use", ""), _everywhere(content)
    )


def _person(entry: Entry, day: date | None, numbers: Numbers) -> Person:
    birth = entry["birth_date"] if "birth_date" in entry else _born(entry["born"], _known(day, entry))
    held = _numbers(entry, birth, day, numbers)
    ties = tuple(_tie(tie, day) for tie in entry.get("ties", ()))
    guardians, relation = acting(ties, day) if ties else (tuple(entry.get("guardians", ())), entry.get("relation", ""))
    return Person(
        id=entry["id"],
        ident=held[0].value if day is None else next((one.value for one in held if one.holds(day)), ""),
        family=entry["family"],
        given=entry["given"],
        birth_date=birth,
        sex=entry["sex"],
        kind=entry.get("kind") or kind_of(birth, _known(day, entry)),
        guardians=guardians,
        relation=relation,
        digitally_active=entry.get("digitally_active", True),
        numbers=held if any(one.since or one.until for one in held) else (),
        ties=ties,
        address=entry.get("address", ""),
        protection=Protection(entry.get("protection", Protection.NONE)),
        traits=tuple(entry.get("traits", ())),
        due_date=_day(entry["due"], day) if "due" in entry else None,
        death_date=_day(entry["died"], day) if "died" in entry else None,
        emigrated=_day(entry["emigrated"], day) if "emigrated" in entry else None,
        parental_consent=entry.get("parental_consent", False),
    )


def acting(ties: tuple[Tie, ...], day: date | None) -> tuple[tuple[str, ...], str]:
    """Those who have the first right that is in force that day, and the code of the right."""
    rights = [tie for tie in ties if tie.bond in _RIGHTS and (day is None or tie.holds(day))]
    if not rights:
        return (), ""
    return tuple(tie.person for tie in rights if tie.bond is rights[0].bond), rights[0].bond.value


_RIGHTS = frozenset({Bond.PARENTAL, Bond.GUARDIAN, Bond.POWER, Bond.ASSIGNED})


def kind_of(birth: date, day: date) -> str:
    """What the target file calls one of that age; a parent is told by the family, not by age."""
    years = age(birth, day)
    return CHILD if years < MESSAGES_END else YOUTH if years < GROWN_UP else ADULT


def _numbers(entry: Entry, birth: date, day: date | None, numbers: Numbers) -> tuple[Number, ...]:
    sex = entry["sex"]
    if "number_from" in entry:
        return (Number(numbers.next(birth, sex), since=_day(entry["number_from"], day)),)
    if "d_number_until" in entry:
        last = _day(entry["d_number_until"], day)
        d_number, fnr = numbers.next(birth, sex, d_number=True), numbers.next(birth, sex)
        return Number(d_number, until=last), Number(fnr, since=last + timedelta(days=1))
    return (Number(numbers.next(birth, sex, d_number=entry.get("d_number", False))),)


def _tie(entry: Entry, day: date | None) -> Tie:
    since, until = (_day(entry[key], day) if key in entry else None for key in ("since", "until"))
    return Tie(entry["person"], Bond(entry["bond"]), since, until)


def _born(entry: Entry, day: date) -> date:
    """`{ age = 12, days = -1 }` turned twelve yesterday; `{ years = -6, month = 12, day = 31 }` counts years alone."""
    if "years" in entry:
        return date(day.year + entry["years"], entry["month"], entry["day"])
    return turns(entry["age"], day, entry.get("days", 0))


def _day(value: Any, day: date | None) -> date:
    """A date as it is written, or `{ days = 5 }`: so many days from the day of the population."""
    if isinstance(value, date):
        return value
    return _known(day, value) + timedelta(days=value["days"])


def _known(day: date | None, entry: Entry) -> date:
    if day is None:
        raise ValueError(f"{dict(entry)}: a family that every journal knows may not depend on the day.")
    return day
