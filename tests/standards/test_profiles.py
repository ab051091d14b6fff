"""Source profiles: what a newer source brought is not judged by an older one, and what it dropped is tolerated."""

from __future__ import annotations

import pytest

from standards import processes
from standards.errors import StandardsError
from standards.kodeverk.k7611 import K7611
from standards.kodeverk.k7617 import K7617
from standards.rules.engine import MessageVerdict, all_rules, judge_exchange, judge_message
from standards.rules.model import Severity
from standards.rules.profiles import (
    APPOINTMENT,
    APPOINTMENT_254,
    CATEGORIES,
    HITS_2019,
    NEWEST,
    PROFILES,
    RELATIONS,
    WIKI,
    chosen,
    in_force,
)
from tests.standards import good
from tests.standards.calendar_cases import wished, with_property, youth
from tests.standards.catalogue_cases import CATEGORY, booked, free
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import change, parent, push, question
from tests.standards.test_processes import write


def rules(verdict: MessageVerdict) -> set[str]:
    return {finding.rule for finding in verdict.findings}


def silent(verdict: MessageVerdict) -> dict[str, str]:
    return {entry.rule: entry.reason for entry in verdict.not_judged}


def test_the_newest_profile_is_the_default() -> None:
    assert list(PROFILES) == [HITS_2019, WIKI, APPOINTMENT_254, APPOINTMENT]
    assert chosen(None) == NEWEST == APPOINTMENT
    assert judge_message(youth()) == judge_message(youth(), profile=NEWEST)
    assert all(rule.since in PROFILES and rule.until in {"", *PROFILES} for rule in all_rules())


def test_an_unknown_profile_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(StandardsError) as caught:
        judge_message(question(), profile="helsenorge-2019")
    assert HITS_2019 in caught.value.expected
    with pytest.raises(StandardsError):
        judge_exchange(wished("05"), profile="")


def test_something_is_in_force_from_the_source_that_brought_it_to_the_one_that_dropped_it() -> None:
    assert [in_force(name, since=WIKI) for name in PROFILES] == [False, True, True, True]
    assert [in_force(name, until=WIKI) for name in PROFILES] == [True, False, False, False]


@pytest.mark.parametrize("profile", PROFILES)
def test_what_all_sources_agree_on_is_judged_alike(profile: str) -> None:
    verdict = judge_message(question(), profile=profile)
    assert (verdict.findings, verdict.not_judged) == ((), ())
    assert rules(judge_message(change(question(), 'V="HE"', 'V="XX"'), profile=profile)) == {"DM-03"}
    assert {found.rule for found in judge_exchange(wished("08"), profile=profile).findings} == {"DM-12"}


def test_a_process_that_came_later_is_not_judged_by_the_guide_of_2019() -> None:
    wrong = change(youth(), 'V="OT"', 'V="XX"')
    assert rules(judge_message(wrong)) == {"DM-03"}
    verdict = judge_message(wrong, profile=HITS_2019)
    assert verdict.findings == ()
    assert "hits-1217-2019" in silent(verdict)["MH-03"]
    assert {"DM-01", "DM-03", "MH-03"} <= set(silent(verdict))
    broken = change(youth(), good.uid("m1"), "melding-1")
    assert rules(judge_message(broken, profile=HITS_2019)) == {"MH-02"}


def test_the_answer_in_a_process_that_came_later_is_not_judged_either() -> None:
    exchange = wished("08", process="TIMEONSKEUNGDOM")
    assert {found.rule for found in judge_exchange(exchange).findings} == {"DM-12"}
    verdict = judge_exchange(exchange, profile=HITS_2019)
    assert verdict.findings == ()
    assert "DM-12" in {entry.rule for entry in verdict.not_judged}


def test_assigned_power_of_attorney_came_after_2019() -> None:
    raw = change(parent(), 'V="FO"', 'V="TD"')
    assert (judge_message(raw).findings, judge_message(raw).not_judged) == ((), ())
    verdict = judge_message(raw, profile=HITS_2019)
    assert verdict.findings == ()
    assert "TD" in silent(verdict)["PR-02"]
    assert rules(judge_message(change(raw, 'V="TD"', 'V="XX"'), profile=HITS_2019)) == {"PR-02"}


def test_what_was_not_in_production_in_2019_fails_no_one_by_its_steps() -> None:
    raw = change(push(), 'V="05"', 'V="06"')
    assert [found.severity for found in judge_message(raw).findings] == [Severity.ERROR]
    found = judge_message(raw, profile=HITS_2019).findings
    assert [(finding.rule, finding.severity) for finding in found] == [("DM-03", Severity.REMARK)]


def test_a_code_that_newer_sources_dropped_is_tolerated_and_said() -> None:
    step = next(step for step in processes.TIMEONSKE.steps if step.code == "OET")
    assert [processes.TIMEONSKE.has(step, name) for name in PROFILES] == [True, False, False, False]
    problems = {}
    for profile in (HITS_2019, WIKI):
        raw = good.message("TIMEONSKE", good.request("OET"), good.calendar()).to_xml()
        found = [found for found in judge_message(raw, profile=profile).findings if found.rule == "DM-03"]
        assert [finding.severity for finding in found] == [Severity.REMARK]
        problems[profile] = found[0].problem
    assert "ikke lenger" in problems[WIKI]
    assert "ikke lenger" not in problems[HITS_2019]


def test_functions_have_the_names_of_their_source() -> None:
    booking, wish = processes.TIMERESERVASJON, processes.TIMEONSKE
    assert booking.actions(HN, HITS_2019)[2:] == ("ReserverTime", "AvbestillTime")
    assert booking.actions(HN, WIKI)[2:] == ("ReserverAvtale", "AvbestillAvtale")
    assert wish.actions(HN, HITS_2019) == ("OnskeReserver", "OnskeEndring", "OnskeAvbestill")
    assert wish.actions(HN) == ("OnskeReserver", "OnskeAvbestill")
    assert wish.actions(EPJ) == ("SvarOnske",)


def test_the_list_of_kinds_of_time_has_grown() -> None:
    raw = with_property(CATEGORY.format("Vaksine"))()
    assert (judge_message(raw).findings, judge_message(raw).not_judged) == ((), ())
    verdict = judge_message(raw, profile=HITS_2019)
    assert (verdict.findings, "Vaksine" in silent(verdict)["A35"]) == ((), True)
    for name in ("hastetime", "tjenesteid: 9", "Video"):
        assert judge_message(with_property(CATEGORY.format(name))(), profile=HITS_2019).findings == ()


def test_a_free_slot_may_need_a_call_or_open_later_but_not_both() -> None:
    later = "<x-available-at><date-time>2026-11-30T08:00:00</date-time></x-available-at>"
    call = CATEGORY.format("Must-call")
    for properties in ((call,), (later,)):
        assert "A35" not in rules(judge_message(free(*properties)()))
    assert "A35" in rules(judge_message(free(later, call)()))


def test_both_ways_to_confirm_a_reservation_pass() -> None:
    older, newer = booked("slot", "avtale"), booked()
    assert judge_exchange(older, profile=HITS_2019).findings == ()
    assert judge_exchange(newer).findings == ()
    verdict = judge_exchange(newer, profile=HITS_2019)
    assert verdict.findings == ()
    assert "A36" in {entry.rule for entry in verdict.not_judged}
    assert {found.severity for found in judge_exchange(older).findings} == {Severity.REMARK}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_steps_in_force_can_be_written_under_every_profile(profile: str) -> None:
    for process in processes.CATALOGUE.values():
        for step in process.steps:
            found = judge_message(write(process, step), sender=step.sender, profile=profile).findings
            assert {finding.rule for finding in found} <= ({"DM-03"} if step.tolerated else set())


def test_every_code_of_the_lists_has_the_source_that_brought_it() -> None:
    assert set(CATEGORIES) == set(K7617.codes)
    assert set(RELATIONS) == set(K7611.codes)
