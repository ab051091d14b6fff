"""Those who stand at an age boundary: the birthday was yesterday, is today, is tomorrow."""

from __future__ import annotations

from datetime import date
from functools import partial

from simulator.people.ages import ADULT_IN_HEALTH, MESSAGES_END, YOUTH, leap_day, turns
from simulator.people.making import Kind, Maker
from simulator.people.person import Person

WHEN = {"i går": -1, "i dag": 0, "i morgen": 1}


def at_boundary(make: Maker, *, years: int, word: str) -> list[Person]:
    """A parent and a child who turns that age around the day."""
    birth = turns(years, make.day, WHEN[word])
    parent = make.parent("mor", birth, "kvinne")
    return [parent, *make.children([birth], [parent], traits=(f"{years} år {word}",))]


def last_school_start(make: Maker) -> list[Person]:
    """Two siblings born on 31 December: school health has the older, and gets the younger on 1 August this year."""
    return _six(make, date(make.day.year - 7, 12, 31), date(make.day.year - 6, 12, 31))


def next_school_start(make: Maker) -> list[Person]:
    """Two siblings born on 1 January: school health gets the older on 1 August this year, the younger next year."""
    return _six(make, date(make.day.year - 6, 1, 1), date(make.day.year - 5, 1, 1))


def _six(make: Maker, *births: date) -> list[Person]:
    parents = make.parents(births[0])
    boundary = "1. august det året en fyller seks"
    return [*parents, *make.children(list(births), parents, traits=(boundary,))]


def leap_days(make: Maker) -> list[Person]:
    """Siblings born on 29 February, four years apart."""
    births = [leap_day(make.day, 3), leap_day(make.day, 1)]
    parents = make.parents(births[0])
    return [*parents, *make.children(births, parents, traits=("29. februar",))]


def _slug(word: str) -> str:
    return word.replace(" ", "-").replace("å", "aa")


KINDS = (
    *(
        Kind(
            f"fyller-{years}-{_slug(word)}",
            f"Fyller {years} år {word}",
            2,
            partial(at_boundary, years=years, word=word),
        )
        for years in (MESSAGES_END, YOUTH, ADULT_IN_HEALTH)
        for word in WHEN
    ),
    Kind("seks-aar-31-desember", "Født 31. desember, skolestart i fjor og i år", 4, last_school_start),
    Kind("seks-aar-1-januar", "Født 1. januar, skolestart i år og neste år", 4, next_school_start),
    Kind("skuddaar", "Født 29. februar", 4, leap_days),
)
