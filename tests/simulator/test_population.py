"""Populations of any size: everything that is asked for is in them, and nothing that is not synthetic."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.people import NotSynthetic, Number, Person, Protection
from simulator.people.ages import age, leap_day, leaves_helsestasjon, turns, years_before
from simulator.people.kinds import KINDS
from simulator.people.large import LARGEST, WHOLE, YEARS, generate
from simulator.people.person import Bond, Family
from standards.identifiers import IdKind, classify, is_real_range, make_fnr

DAY = date(2026, 12, 1)
LEAP = date(2028, 2, 29)
DAYS = [DAY, LEAP, date(2027, 3, 1), date(2026, 1, 1), date(2026, 8, 1), date(2000, 1, 1), date(2039, 12, 31)]


def family(kind: str, day: date = DAY, seed: int = 1) -> Family:
    return next(one for one in generate(seed, WHOLE, day).families if one.id == f"{kind}-1")


def member(kind: str, role: str, day: date = DAY) -> Person:
    return next(one for one in family(kind, day).members if one.id == f"{kind}-1-{role}")


def numbers(people: Iterable[Person]) -> list[str]:
    return [
        value
        for person in people
        for value in dict.fromkeys([person.ident, *(number.value for number in person.numbers)])
        if value
    ]


@given(seed=st.integers(), size=st.integers(1, 300), day=st.dates(date(2000, 1, 1), date(2039, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_every_number_is_synthetic_and_used_once(seed: int, size: int, day: date) -> None:
    people = generate(seed, size, day).people
    assert len(people) == size == len({person.id for person in people})
    found = numbers(people)
    assert len(found) == len(set(found))
    for value in found:
        number = classify(value)
        assert number and number.synthetic == "skatteetaten" and number.check_digits_ok and not is_real_range(value)


@given(seed=st.integers(), day=st.dates(date(2000, 1, 1), date(2039, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_families_could_be_families(seed: int, day: date) -> None:
    for one in generate(seed, WHOLE, day).families:
        people = {person.id: person for person in one.members}
        for person in one.members:
            assert person.birth_date <= day
            number = classify(person.ident)
            if number and number.birth_date:
                assert number.birth_date == person.birth_date
                assert (int(person.ident[8]) % 2 == 0) == (person.sex == "kvinne")
            for tie in person.bonds:
                years = age(people[tie.person].birth_date, person.birth_date)
                assert tie.bond is not Bond.PARENTAL or 21 <= years <= 50


@pytest.mark.parametrize("size", [1, 2, 5, 13, WHOLE - 1, WHOLE, WHOLE + 1, 777])
def test_the_size_is_exact_and_families_are_whole(size: int) -> None:
    made = generate(3, size, DAY)
    assert len(made.people) == size
    sizes = {kind.id: kind.size for kind in KINDS}
    assert all(len(one.members) == sizes[one.id.rpartition("-")[0]] for one in made.families)
    assert bool(made.left_out) == (size < WHOLE)
    assert {kind.id for kind in made.left_out} | {one.id.rpartition("-")[0] for one in made.families} == set(sizes)


def test_a_large_population_has_room_for_everybody() -> None:
    people = generate(5, 5000, DAY).people
    assert len(set(numbers(people))) >= 4900
    assert {person.kind for person in people} == {"barn", "ungdom", "forelder", "voksen"}


@pytest.mark.slow
def test_there_are_numbers_enough_for_the_largest_population() -> None:
    found = numbers(generate(1, LARGEST, LEAP).people)
    assert len(set(found)) == len(found) > 0.99 * LARGEST


def test_the_three_arguments_decide_everything() -> None:
    assert generate(7, 200, DAY) == generate(7, 200, DAY)
    assert generate(7, 200, DAY) != generate(8, 200, DAY)
    assert generate(7, 200, DAY) != generate(7, 200, DAY + timedelta(days=1))
    assert generate(7, 400, DAY).families[: len(KINDS)] == generate(7, WHOLE, DAY).families


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_same_bytes_in_another_process(hash_seed: str) -> None:
    told = (
        "from datetime import date; from simulator.people.large import generate; "
        "print(generate(7, 300, date(2026, 12, 1)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "1"}
    shown = subprocess.run([sys.executable, "-c", told], capture_output=True, env=environment, check=True).stdout
    assert shown.decode().rstrip("\n") == str(generate(7, 300, date(2026, 12, 1)))


@pytest.mark.parametrize(
    ("size", "day"), [(0, DAY), (LARGEST + 1, DAY), (5, date(1999, 12, 31)), (5, date(2040, 1, 1))]
)
def test_what_cannot_be_made_is_refused(size: int, day: date) -> None:
    with pytest.raises(ValueError, match="must be from"):
        generate(1, size, day)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("word", "days"), [("i-gaar", -1), ("i-dag", 0), ("i-morgen", 1)])
@pytest.mark.parametrize("years", [12, 13, 16])
def test_boundaries_lie_around_the_day(years: int, word: str, days: int, day: date) -> None:
    child = member(f"fyller-{years}-{word}", "barn1", day)
    birthday = day + timedelta(days=days)
    if (birthday.month, birthday.day) == (2, 29) and not is_leap(birthday.year - years):
        assert child.birth_date == date(birthday.year - years, 2, 28)
        return
    assert age(child.birth_date, birthday) == years
    assert age(child.birth_date, birthday - timedelta(days=1)) == years - 1


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@pytest.mark.parametrize("day", DAYS)
def test_those_who_turn_six_stand_on_both_sides_of_the_first_of_august(day: date) -> None:
    last, this = family("seks-aar-31-desember", day).members[2:]
    same, coming = family("seks-aar-1-januar", day).members[2:]
    boundaries = [leaves_helsestasjon(child.birth_date) for child in (last, this, same, coming)]
    year = day.year
    assert boundaries == [date(year - 1, 8, 1), date(year, 8, 1), date(year, 8, 1), date(year + 1, 8, 1)]


@pytest.mark.parametrize("day", DAYS)
def test_somebody_is_born_on_a_leap_day(day: date) -> None:
    children = family("skuddaar", day).members[2:]
    assert {(child.birth_date.month, child.birth_date.day) for child in children} == {(2, 29)}
    assert len({child.birth_date for child in children}) == 2


def test_ages() -> None:
    born = date(2012, 2, 29)
    assert [age(born, day) for day in (date(2025, 2, 28), date(2025, 3, 1), date(2028, 2, 29))] == [12, 13, 16]
    assert years_before(LEAP, 1) == date(2027, 2, 28) and years_before(LEAP, 4) == date(2024, 2, 29)
    assert turns(12, DAY, -1) == date(2014, 11, 30)
    assert leap_day(date(2024, 2, 29)) == date(2024, 2, 29) and leap_day(date(2024, 2, 28)) == date(2020, 2, 29)


def test_a_d_number_becomes_an_fnr_on_its_day() -> None:
    today, later = family("d-nummer-blir-fnr").members
    for person, change in ((today, DAY), (later, DAY + timedelta(days=14))):
        before, after = (classify(person.ident_on(change + timedelta(days=step))) for step in (-1, 0))
        assert before and before.kind is IdKind.DNR and after and after.kind is IdKind.FNR
        assert person.ident == person.ident_on(DAY)


def test_a_newborn_has_no_number_and_then_has() -> None:
    baby = member("nyfoedt-uten-nummer", "barn1")
    assert baby.ident == "" == baby.ident_on(DAY + timedelta(days=4))
    assert classify(baby.ident_on(DAY + timedelta(days=5)))
    numbered = member("nyfoedt-nummer-i-dag", "barn1")
    assert numbered.ident and not numbered.ident_on(DAY - timedelta(days=1))


def test_d_numbers_and_numbers_of_2032_are_read_as_such() -> None:
    kinds = [classify(person.ident) for person in family("d-nummer").members]
    assert [number.kind for number in kinds if number] == [IdKind.DNR, IdKind.DNR]
    (only,) = family("2032-nummer").members
    number = classify(only.ident)
    assert number and number.check_digits_ok and number.birth_date is None


def test_twins_have_numbers_next_to_each_other() -> None:
    *_, one, other = family("tvillinger").members
    assert one.birth_date == other.birth_date and one.sex == other.sex and one.ident[:6] == other.ident[:6]
    between = range(int(one.ident[6:9]) + 2, int(other.ident[6:9]), 2)
    assert one.ident < other.ident and not any(can_be_made(one.birth_date, number) for number in between)


def can_be_made(birth: date, individual: int) -> bool:
    try:
        make_fnr(birth, individual)
    except ValueError:
        return False
    return True


def test_names_are_as_hard_as_they_can_be() -> None:
    sami = "".join(person.name for person in family("samisk").members)
    assert set("áčđŋšŧž") <= set(sami)
    assert all(person.given == person.family for person in family("ett-navn").members)
    assert all(
        len(person.name) > 140 and "-" in person.name and "'" in person.name for person in family("langt-navn").members
    )
    assert len({person.given for person in family("mange-soesken").members}) == 7


def test_protected_addresses_are_not_told() -> None:
    mother, father, child = family("kode-6").members
    assert mother.protection is child.protection is Protection.STRICT and father.protection is Protection.NONE
    assert mother.protected and not mother.address and not child.address and father.address
    assert member("kode-7", "far").protection is Protection.CONFIDENTIAL and not member("kode-7", "far").address
    assert not member("klientadresse", "voksen").protected


def test_households_are_as_their_kind_says() -> None:
    def lives_with(kind: str) -> list[str]:
        people = {person.id: person for person in family(kind).members}
        child = next(person for person in people.values() if person.kind == "barn")
        same = [one.id.rpartition("-")[2] for one in people.values() if one.address == child.address]
        return [one for one in same if one != child.id.rpartition("-")[2]]

    assert lives_with("en-paa-adressen") == ["mor"]
    assert lives_with("ingen-paa-adressen") == ["bestemor"]
    assert lives_with("fosterhjem") == ["fostermor", "fosterfar"]
    mother, father, first, second = family("hver-for-seg").members
    assert (first.address, second.address) == (mother.address, father.address) and mother.address != father.address


def test_addresses_are_shared_by_family_only() -> None:
    homes: dict[str, set[str]] = {}
    for one in generate(2, 3000, DAY).families:
        for person in one.members:
            homes.setdefault(person.address, set()).add(one.id)
    assert [address for address, families in homes.items() if address and len(families) > 1] == []


def test_powers_of_attorney_end_around_the_day() -> None:
    user, *_ = family("fullmakt-datoer").members
    holds = [{tie.person[-1] for tie in user.ties if tie.holds(DAY + timedelta(days=step))} for step in (-1, 0, 1, 31)]
    assert holds == [{"1", "2", "3"}, {"2", "3"}, {"3", "4"}, {"4"}]
    assert (user.guardians, user.relation) == (tuple(f"fullmakt-datoer-1-fullmektig{n}" for n in (2, 3)), "FU")


def test_the_dead_are_dead() -> None:
    lost, father = member("doedt-barn", "barn2"), member("doed-forelder", "far")
    assert not lost.alive(DAY) and lost.alive(DAY - timedelta(days=31)) and not father.alive(DAY)


def test_the_pregnant_are_due_after_the_day() -> None:
    due = [person.due_date for person in generate(1, 400, DAY).people if "gravid" in person.traits]
    assert len(due) >= 2 and all(day and DAY < day < DAY + timedelta(days=280) for day in due)


REAL_MONTH = make_fnr(date(2020, 3, 1), 500)[:2] + "03"
PERSON = Person("a", make_fnr(date(2020, 3, 1), 500), "B", "A", date(2020, 3, 1), "kvinne", "barn")


def real_range() -> str:
    """A number that could belong to somebody: put together here, and never shown."""
    return next(
        value
        for individual in range(500, 600)
        for last in range(100)
        if is_real_range(value := f"{REAL_MONTH}20{individual}{last:02}")
    )


@pytest.mark.parametrize("of", ["ident", "number"])
def test_a_number_of_a_living_person_cannot_be_in_the_type(of: str) -> None:
    with pytest.raises(NotSynthetic) as caught:
        if of == "ident":
            replace(PERSON, ident=real_range())
        else:
            Number(real_range())
    assert real_range() not in str(caught.value)


@pytest.mark.parametrize(
    "wrong", ["1", "00000000000", "80000000000", PERSON.ident[:10] + str((int(PERSON.ident[10]) + 1) % 10)]
)
def test_no_other_number_can_either(wrong: str) -> None:
    with pytest.raises(NotSynthetic):
        replace(PERSON, ident=wrong)


def test_a_number_of_another_birth_date_is_refused() -> None:
    with pytest.raises(NotSynthetic, match="belongs to one born"):
        replace(PERSON, birth_date=date(2020, 3, 2))
    with pytest.raises(NotSynthetic, match="belongs to one born"):
        replace(PERSON, numbers=(Number(make_fnr(date(2019, 1, 1), 500)),))


def test_years_are_those_that_numbers_are_made_for() -> None:
    assert (YEARS[0], YEARS[-1]) == (2000, 2039)
