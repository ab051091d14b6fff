"""The synthetic population."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.people import everybody, population
from standards.identifiers import classify, is_real_range

IN_2030 = date(2030, 1, 1)


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert population(7) == population(7)
    assert population(7) != population(8)


def test_the_personas_are_the_same_for_every_seed() -> None:
    named = {person.id: person for person in population(1) if not person.id.startswith("f")}
    assert named == {person.id: person for person in population(2) if not person.id.startswith("f")}
    assert len(named) >= 12


@pytest.mark.parametrize("seed", [1, 2, 12345])
def test_every_id_is_synthetic_valid_and_used_once(seed: int) -> None:
    people = population(seed)
    assert len({person.ident for person in people}) == len({person.id for person in people}) == len(people)
    for person in people:
        number = classify(person.ident)
        assert number and number.synthetic == "nhn" and number.check_digits_ok
        assert number.birth_date == person.birth_date and not is_real_range(person.ident)


@pytest.mark.parametrize("seed", [1, 99])
def test_families_hang_together_and_children_stay_under_twelve(seed: int) -> None:
    people = {person.id: person for person in population(seed)}
    children = [person for person in people.values() if person.kind == "barn"]
    for child in children:
        assert child.guardians and child.relation == "FO"
        assert all(people[guardian].birth_date.year < child.birth_date.year - 15 for guardian in child.guardians)
        assert IN_2030.replace(year=2030 - 12) < child.birth_date < date(2026, 11, 1)
    assert sum(len(child.guardians) == 2 for child in children) >= 4
    assert len({child.guardians for child in children}) < len(children)


@pytest.mark.parametrize("seed", range(20))
def test_neighbours_differ_and_siblings_are_born_a_year_apart(seed: int) -> None:
    people = population(seed, families=8)
    made = [person for person in people if person.id[:2] in {f"f{place}" for place in range(1, 9)}]
    assert len({person.family for person in made}) == 8 and len({person.address for person in made}) == 8
    for place in range(1, 9):
        first, second = (person.birth_date for person in made if person.id in (f"f{place}c1", f"f{place}c2"))
        assert (second - first).days >= 400
        assert len({person.given for person in made if person.id.startswith(f"f{place}")}) == 4


@given(seed=st.integers(), day=st.dates(date(2026, 1, 1), date(2035, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_no_number_is_given_twice_when_all_named_families_are_there_too(seed: int, day: date) -> None:
    people = everybody(seed, day)
    held = [value for one in people for value in {one.ident, *(number.value for number in one.numbers)} if value]
    assert len(held) == len(set(held)) and len({one.id for one in people}) == len(people)
    assert people[: len(population(seed))] == population(seed)


def test_nothing_slow_is_loaded() -> None:
    loaded = "import sys, simulator.people; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    shown = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert not {"faker", "lxml", "click", "flask", "sqlite3"} & set(re.findall(r"\w+", shown))


def test_everyone_a_scenario_may_need_is_there() -> None:
    people = population(1)
    kinds = {person.kind for person in people}
    assert {"barn", "ungdom", "forelder", "voksen"} <= kinds
    assert [person for person in people if not person.digitally_active]
    assert [person for person in people if set("áčŋšŧđž") & set(person.name)]
    assert [person for person in people if set("æøåÆØÅ") & set(person.name)]
    assert [person for person in people if person.given == person.family]


def test_a_generated_family_can_be_left_out_and_another_folder_be_read(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(
        '[[persons]]\nid="a"\ngiven="A"\nfamily="B"\nbirth_date=2020-01-02\nsex="kvinne"\nkind="barn"\n'
    )
    (only,) = population(1, families=0, personas=tmp_path)
    assert only.name == "A B"
