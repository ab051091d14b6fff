"""Test persons are handed out one scenario at a time, in an order that is the same every time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.outcomes import PreconditionMissing
from conformance.persons import PersonPool, PersonRegister, adults
from tests.conformance.bench_world import ELLE, JONAS, KARI, NORA, OLA, PER, make_target


def pool(register: PersonRegister, used: list[str] | None = None) -> PersonPool:
    return PersonPool(register, (used if used is not None else []).append)


def test_two_scenarios_never_get_the_same_child() -> None:
    register = PersonRegister(make_target())
    one, other = pool(register), pool(register)
    assert {one.child().id, other.child().id, other.child().id} == {"nora", "jonas", "elle"}
    with pytest.raises(PreconditionMissing, match=r"\[\[persons\]\]"):
        one.child()


def test_who_was_used_last_comes_last() -> None:
    register = PersonRegister(make_target())
    order = []
    for _ in range(4):
        scenario = pool(register)
        order.append(scenario.child().id)
        scenario.release_all()
    assert order == ["nora", "jonas", "elle", "nora"]


def test_every_person_becomes_part_of_the_scenario() -> None:
    used: list[str] = []
    scenario = pool(PersonRegister(make_target()), used)
    child = scenario.child(guardians=2)
    first = scenario.guardian_of(child)
    second = scenario.guardian_of(child, other_than=first)
    assert (child, first, second) == (NORA, KARI, OLA)
    assert used == [NORA.ident, KARI.ident, OLA.ident]


def test_siblings_share_a_guardian() -> None:
    scenario = pool(PersonRegister(make_target()))
    assert scenario.sibling_pair() == (NORA, JONAS)


def test_strangers_have_no_guardian_in_common() -> None:
    lonely = [replace(ELLE, guardians=(PER.id,)), NORA, JONAS, KARI, OLA, PER]
    one, other = pool(PersonRegister(make_target(persons=tuple(lonely)))).strangers()
    assert {one.id, other.id} == {ELLE.id, NORA.id}
    with pytest.raises(PreconditionMissing, match="fra hver sin familie"):
        pool(PersonRegister(make_target(persons=(NORA, JONAS, KARI, OLA)))).strangers()


def test_an_adult_acts_for_herself_and_is_active() -> None:
    assert pool(PersonRegister(make_target())).adult() in (KARI, OLA)


def test_the_inactive_citizen_is_one_that_the_file_says_is_inactive() -> None:
    assert pool(PersonRegister(make_target())).inactive_citizen() == PER


@pytest.mark.parametrize(
    ("persons", "ask", "says"),
    [
        ((), lambda p: p.child(), "et barn"),
        ((NORA,), lambda p: p.sibling_pair(), "to barn"),
        ((NORA,), lambda p: p.adult(), "en voksen"),
        ((NORA,), lambda p: p.inactive_citizen(), "digitally_active = false"),
        ((ELLE,), lambda p: p.child(guardians=1), "minst 1 foresatte"),
        ((ELLE,), lambda p: p.guardian_of(p.child()), "Elle Máret Čáhci"),
        ((JONAS, KARI), lambda p: p.guardian_of(p.child(), other_than=KARI), "to foresatte"),
    ],
)
def test_what_is_missing_is_told_with_what_to_add(persons, ask, says) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PreconditionMissing, match=says):
        ask(pool(PersonRegister(make_target(persons=persons))))


def test_an_adult_with_home_care_is_chosen_only_where_there_is_no_other() -> None:
    user = replace(KARI, traits=("hjemmetjeneste",))
    assert adults(make_target(persons=(user, OLA))) == [(OLA,)]
    assert adults(make_target(persons=(user,))) == [(user,)]
