"""The named families: their stories, and numbers that never change."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.people import PERSONAS, named_families, population
from simulator.people.ages import age
from simulator.people.person import Family, Person
from simulator.people.personas import YEARS
from standards.identifiers import IdKind, classify, is_real_range

DAY = date(2026, 12, 1)
SAME_FOR_EVER = {
    "wulandari": "08689200088",
    "solveig": "03777900020",
    "torbjoern": "22662150111",
    "kari": "14709000099",
    "jonas": "02768800351",
    "nora": "01682050019",
    "emil": "17742350126",
    "vilde": "08712650096",
    "biret": "05699400264",
    "ailo": "13752150138",
    "risten": "29702450045",
    "aase": "27668600056",
    "oeystein": "19728500363",
    "maerta": "11671950463",
    "haakon": "30772250173",
    "soelvi": "23731250030",
    "ylva": "17700950034",
    "marthe": "12749100263",
    "even": "26678700109",
    "selma": "19691250086",
    "jesper": "07751350117",
    "geir": "30706400164",
    "borghild": "03763600075",
    "arvid": "21734100193",
    "pawel": "49778900148",
    "livia": "14729500063",
    "falk": "05702150185",
    "runa_strand": "28682350077",
}


def people(day: date = DAY) -> dict[str, Person]:
    return {person.id: person for family in named_families(day) for person in family.members}


@pytest.mark.parametrize("day", [DAY, date(2031, 3, 1), date(2035, 12, 31)])
def test_those_known_everywhere_have_the_same_numbers_for_ever(day: date) -> None:
    known = people(day)
    assert {name: known[name].ident for name in SAME_FOR_EVER} == SAME_FOR_EVER
    assert {person.id: person.ident for person in population(9, families=0)} == SAME_FOR_EVER


def test_every_journal_knows_the_five_and_no_more() -> None:
    everywhere = [person for family in named_families(DAY) if family.everywhere for person in family.members]
    assert tuple(everywhere) == population(1, families=0)


@pytest.mark.parametrize("family", named_families(DAY), ids=lambda family: family.id)
def test_every_family_has_a_story_of_two_or_three_sentences(family: Family) -> None:
    assert 2 <= family.story.count(".") - family.story.count("1.") <= 4 and family.use.endswith(".")
    assert f"| {family.name} | `{family.id}.toml` |" in (PERSONAS / "README.md").read_text("utf-8")


def test_the_readme_names_no_family_that_is_gone() -> None:
    rows = [line for line in (PERSONAS / "README.md").read_text("utf-8").splitlines() if ".toml` |" in line]
    assert len(rows) == len(named_families(DAY)) == 13


@pytest.mark.parametrize("year", YEARS)
def test_ids_and_numbers_are_used_once_and_ties_lead_somewhere(year: int) -> None:
    everybody = [person for family in named_families(date(year, 2, 28)) for person in family.members]
    known = {person.id: person for person in everybody}
    held = [value for person in everybody for value in {person.ident, *(one.value for one in person.numbers)} if value]
    assert len(known) == len(everybody) and len(held) == len(set(held))
    assert all((number := classify(value)) and number.synthetic == "nhn" and not is_real_range(value) for value in held)
    assert all(tie.person in known for person in everybody for tie in person.bonds)


@pytest.mark.parametrize("day", [DAY, date(2028, 2, 28), date(2030, 1, 1), date(2032, 7, 31)])
def test_siblings_are_born_apart_and_parents_before_them(day: date) -> None:
    known = people(day)
    for family in named_families(day):
        births: dict[tuple[str, ...], list[date]] = {}
        for person in family.members:
            if person.relation == "FO":
                births.setdefault(person.guardians, []).append(person.birth_date)
                assert all(17 < age(known[one].birth_date, person.birth_date) < 55 for one in person.guardians)
        for dates in births.values():
            steps = [later - earlier for earlier, later in pairwise(sorted(dates))]
            assert all(not step or step > timedelta(days=270) for step in steps), family.id


def test_the_boundaries_of_tveit_move_with_the_day() -> None:
    for day in (DAY, date(2029, 5, 6)):
        known = people(day)
        assert [age(known[name].birth_date, day) for name in ("vetle", "sunniva", "amund")] == [16, 13, 12]
        yesterday = day - timedelta(days=1)
        assert [age(known[name].birth_date, yesterday) for name in ("vetle", "sunniva", "amund")] == [15, 12, 11]
        assert known["ask"].birth_date == date(day.year - 6, 12, 31)


def test_zofia_gets_an_fnr_and_kuba_a_number() -> None:
    known = people()
    kinds = [classify(known["zofia"].ident_on(DAY + timedelta(days=step))) for step in (0, 6, 7)]
    assert [one.kind for one in kinds if one] == [IdKind.DNR, IdKind.DNR, IdKind.FNR]
    assert known["kuba"].ident == "" and known["kuba"].ident_on(DAY + timedelta(days=5))


def test_the_twins_have_numbers_next_to_each_other() -> None:
    iben, iris = people()["iben"], people()["iris"]
    assert iben.birth_date == iris.birth_date and iben.ident[:6] == iris.ident[:6]


def test_names_hold_every_sami_letter_and_more_than_a_field_can() -> None:
    known = people()
    assert len(known["christian"].name) > 50
    assert set("æøåáč") <= set("".join(person.name for person in known.values()).lower())


def test_a_family_known_everywhere_may_not_depend_on_the_day(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(
        '[[persons]]\nid="a"\ngiven="A"\nfamily="B"\nborn={age=3}\nsex="kvinne"\nkind="barn"\n', "utf-8"
    )
    with pytest.raises(ValueError, match="may not depend on the day"):
        population(1, families=0, personas=tmp_path)
