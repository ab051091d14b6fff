"""People with home care, and those who may act for them."""

from __future__ import annotations

from simulator.people.making import ELSEWHERE, THIRD, Kind, Maker
from simulator.people.names import OLD
from simulator.people.person import SIDES, Bond, Person, Tie

HOME_CARE = "hjemmetjeneste"


def _user(make: Maker, *ties: Tie, youngest: int = 76, oldest: int = 94) -> Person:
    sex = make.draws.pick("user sex", SIDES)
    given = make.draws.pick("user given", OLD[sex])
    birth = make.born("user", youngest, oldest)
    return make.person("bruker", birth, sex=sex, given=given, ties=ties, traits=(HOME_CARE,))


def _relative(make: Maker, role: str, youngest: int = 45, oldest: int = 55, dwelling: str = ELSEWHERE) -> Person:
    birth = make.born(role, youngest, oldest)
    return make.person(role, birth, address=make.address(dwelling))


def one_attorney(make: Maker) -> list[Person]:
    """A user whose daughter or son has a power of attorney without an end."""
    relative = _relative(make, "fullmektig")
    return [_user(make, Tie(relative.id, Bond.POWER, make.after(-400))), relative]


def ending(make: Maker) -> list[Person]:
    """Powers of attorney that ended yesterday, that end today, that end in a month, and that begin tomorrow."""
    old, last, month, coming = (
        _relative(make, f"fullmektig{place}", dwelling=ELSEWHERE if place < 3 else THIRD) for place in range(1, 5)
    )
    since = make.after(-365)
    user = _user(
        make,
        Tie(last.id, Bond.POWER, since, make.day),
        Tie(month.id, Bond.POWER, since, make.after(30)),
        Tie(old.id, Bond.POWER, since, make.after(-1)),
        Tie(coming.id, Bond.POWER, make.after(1)),
    )
    return [user, old, last, month, coming]


def nobody(make: Maker) -> list[Person]:
    """A user who has given no power of attorney."""
    return [_user(make)]


def under_age(make: Maker) -> list[Person]:
    """A user who gave a power of attorney to a grandchild of 17, which gives no right yet."""
    grandchild = _relative(make, "barnebarn", 17, 17)
    return [_user(make, Tie(grandchild.id, Bond.POWER, make.after(-20))), grandchild]


def guardian(make: Maker) -> list[Person]:
    """A grown-up user with a guardian."""
    verge = _relative(make, "verge")
    return [_user(make, Tie(verge.id, Bond.GUARDIAN, make.after(-900)), youngest=24, oldest=60), verge]


KINDS = (
    Kind("hjemmetjeneste", "Bruker av hjemmetjenesten med fullmektig", 2, one_attorney, weight=3),
    Kind("fullmakt-datoer", "Fullmakter som begynner og slutter rundt datoen", 5, ending),
    Kind("hjemmetjeneste-alene", "Bruker av hjemmetjenesten uten fullmektig", 1, nobody, weight=2),
    Kind("fullmektig-17", "Fullmakt til en som ikke er 18 år", 2, under_age),
    Kind("verge", "Voksen bruker med verge", 2, guardian),
)
