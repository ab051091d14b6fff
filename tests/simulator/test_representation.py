"""Who may act for whom: each rule is met by somebody, and the boundaries are where the sources put them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from simulator.people import Bond, Person, Protection, Tie, named_families
from simulator.people.large import WHOLE, generate
from simulator.people.representation import Disputed, OneParent, Standing, by_id, standings, who_may_act
from simulator.people.representation_rules import ALL, ANY_AGE, ASK, CANCEL, READ, RULES, SEE, SELF, WRITE, Fact

DAY = date(2026, 12, 1)
PEOPLE = by_id(person for family in named_families(DAY) for person in family.members)
RESIDENT = Disputed(one_parent_at_address=OneParent.RESIDENT)
CANCELS = Disputed(parents_cancel_12_to_15=True)
ACTS = Disputed(parents_act_12_to_15=True)


def found(patient: str, day: date = DAY, disputed: Disputed | None = None) -> dict[str, Standing]:
    told = standings(PEOPLE[patient], PEOPLE, day, disputed)
    return {SELF if standing.bond == SELF else standing.person: standing for standing in told}


def rules(patient: str, day: date = DAY, disputed: Disputed | None = None) -> dict[str, str]:
    return {who: standing.rule for who, standing in found(patient, day, disputed).items()}


def of(changed: Person, *others: Person, day: date = DAY) -> dict[str, Standing]:
    """The standings of one who is not as in the fixtures."""
    known = {**PEOPLE, **by_id([changed, *others])}
    told = standings(changed, known, day)
    return {SELF if standing.bond == SELF else standing.person: standing for standing in told}


def test_both_parents_of_a_small_child_may_do_everything() -> None:
    assert {standing.person: standing.rights for standing in who_may_act(PEOPLE["nora"], PEOPLE, DAY)} == {
        "kari": (SEE, CANCEL, READ, WRITE),
        "jonas": (SEE, CANCEL, READ, WRITE),
    }
    assert found("nora")[SELF].rule == "REP-10"


@pytest.mark.parametrize(
    ("years", "days", "parent", "own"),
    [
        (12, 1, ALL, ()),
        (12, 0, (SEE,), ()),
        (12, -1, (SEE,), ()),
        (13, 1, (SEE,), ()),
        (13, 0, (SEE,), (ASK,)),
        (16, 1, (SEE,), (ASK,)),
        (16, 0, (), (*ALL, ASK)),
        (16, -1, (), (*ALL, ASK)),
    ],
)
def test_rights_change_on_the_birthday(years: int, days: int, parent: tuple[str, ...], own: tuple[str, ...]) -> None:
    child = PEOPLE["emil"]
    birthday = child.birth_date.replace(year=child.birth_date.year + years)
    told = of(child, day=birthday - timedelta(days=days))
    assert (told["kari"].rights, told[SELF].rights) == (parent, own)


def test_one_parent_at_the_address_is_disputed() -> None:
    assert rules("ella") == {SELF: "REP-10", "marte": "REP-36", "jens": "REP-36"}
    assert rules("ella", disputed=RESIDENT) == {SELF: "REP-10", "marte": "REP-36", "jens": "REP-33"}
    assert rules("theo", disputed=RESIDENT) == {SELF: "REP-10", "marte": "REP-33", "jens": "REP-36"}


def test_whether_parents_cancel_from_twelve_is_disputed() -> None:
    assert found("soelvi")["aase"].rights == (SEE,)
    cancelling = found("soelvi", disputed=CANCELS)["aase"]
    assert (cancelling.rights, cancelling.rule, cancelling.mark) == ((SEE, CANCEL), "REP-34", "I")
    assert found("nora", disputed=CANCELS)["kari"].rule == "REP-36"


def test_nobody_acts_when_no_parent_lives_with_the_child() -> None:
    assert rules("tiril") == {
        SELF: "REP-10", "camilla": "REP-32", "roger": "REP-31", "anne": "REP-60", "bjoern": "REP-60"
    }  # fmt: skip
    assert who_may_act(PEOPLE["tiril"], PEOPLE, DAY) == ()


def test_a_parent_who_is_dead_or_abroad_does_not_count_as_living_there() -> None:
    alone = replace(PEOPLE["jonas"], address="Sjøgata 1")
    for gone in (
        replace(PEOPLE["kari"], death_date=DAY - timedelta(days=1)),
        replace(PEOPLE["kari"], emigrated=DAY - timedelta(days=1)),
    ):
        assert of(PEOPLE["nora"], alone, gone)["jonas"].rule == "REP-32"
        assert of(PEOPLE["nora"], gone)["jonas"].rule == "REP-36"


def test_two_without_address_do_not_live_together() -> None:
    nobody = [replace(PEOPLE[name], address="") for name in ("nora", "kari", "jonas")]
    assert of(*nobody)["kari"].rule == "REP-32"


def test_protection_hinders_both_ways_but_not_the_person() -> None:
    assert rules("mikkel") == {SELF: "REP-10", "hanne": "REP-20", "stian": "REP-20"}
    assert rules("hanne") == {SELF: "REP-13"}
    assert rules("live") == {SELF: "REP-10", "mona": "REP-21"}
    client = replace(PEOPLE["nora"], protection=Protection.CLIENT)
    assert of(client)["kari"].rule == "REP-36"


def test_powers_of_attorney_have_their_dates() -> None:
    assert rules("ingeborg") == {
        SELF: "REP-13", "turid": "REP-42", "per": "REP-42", "leif": "REP-24", "jonatan": "REP-41"
    }  # fmt: skip
    assert rules("ingeborg", DAY + timedelta(days=1))["per"] == "REP-24"
    assert rules("ingeborg", DAY - timedelta(days=800))["turid"] == "REP-23"
    assert found("ingeborg")["turid"].rights == ALL


def test_a_power_of_attorney_is_not_for_children() -> None:
    child = replace(PEOPLE["nora"], guardians=(), ties=(Tie("turid", Bond.POWER),))
    assert of(child)["turid"].rule == "REP-40"


def test_consent_from_parents_opens_more_to_the_youth() -> None:
    youth = replace(PEOPLE["soelvi"], parental_consent=True)
    assert found("soelvi")[SELF].rights == (ASK,)
    assert of(youth)[SELF].rights == (ASK, SEE, READ)


def test_those_who_are_not_there_do_nothing() -> None:
    assert set(rules("sondre").values()) == {"REP-02"}
    assert set(rules("kuba").values()) == {"REP-03"}
    assert set(rules("kuba", DAY - timedelta(days=30)).values()) == {"REP-01"}
    assert rules("linnea") == {SELF: "REP-10", "dagny": "REP-51", "gro": "REP-04"}
    assert set(rules("torbjoern").values()) == {"REP-06"}
    offline = replace(PEOPLE["kari"], digitally_active=False)
    assert of(PEOPLE["nora"], offline)["kari"].rule == "REP-22"


def test_parents_act_until_16_where_the_handbook_is_followed() -> None:
    assert found("soelvi", disputed=ACTS)["aase"].rights == ALL
    assert found("soelvi", date(2028, 8, 23), ACTS)["aase"].rights == ()
    assert found("soelvi")["aase"].rights == (SEE,)


def test_a_guardian_of_a_youth_sees_as_a_parent_does() -> None:
    assert found("linnea", date(2031, 1, 1))["dagny"].rule == "REP-50"


def test_a_tie_to_somebody_unknown_is_left_out() -> None:
    assert list(of(replace(PEOPLE["nora"], guardians=("borte",)))) == [SELF]


def reached() -> Iterable[str]:
    for day in (DAY, date(2028, 2, 29)):
        people = by_id(generate(1, WHOLE, day).people)
        for disputed in (Disputed(), RESIDENT, CANCELS, ACTS):
            yield from (one.rule for person in people.values() for one in standings(person, people, day, disputed))


def test_the_generated_population_meets_nearly_every_rule() -> None:
    told_above = {"REP-01", "REP-05", "REP-22", "REP-40", "REP-50"}
    assert {rule.id for rule in RULES} - set(reached()) <= told_above


def test_somebody_without_a_number_cannot_act() -> None:
    assert of(PEOPLE["nora"], replace(PEOPLE["kari"], ident=""))["kari"].rule == "REP-05"


def test_every_case_has_a_rule() -> None:
    bonds = [SELF, *(bond.value for bond in Bond)]
    for bond in bonds:
        for years in ANY_AGE:
            first = [
                rule for rule in RULES if (not rule.bonds or bond in rule.bonds) and years in rule.ages
            ]  # fmt: skip
            assert any(not rule.needs for rule in first) or (years < 0 and Fact.PATIENT_NOT_BORN in first[0].needs)


def test_rules_have_ids_of_their_own_and_say_their_source() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(
        rule.source and (rule.mark == "I") == ("slutning" in rule.source or rule.id == "REP-34") for rule in RULES
    )


def test_the_answer_is_plain_data() -> None:
    told = json.loads(json.dumps([one.to_json() for one in found("nora").values()]))
    assert told[1]["why"] == "Nora er under 12 år, Kari har foreldreansvar, og minst én forelder bor på adressen."
    assert told[1]["mark"] == "V" and told[1]["bond"] == "FO"
