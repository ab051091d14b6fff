"""Every check of what a youth wishes for alone has something it accepts and something it catches."""

from __future__ import annotations

from dataclasses import replace

from conformance.checks import youth
from conformance.checks.journal import Written
from standards.rules.model import Severity
from tests.conformance.check_messages import CHILD, SIBLING, note, push

WRITTEN = Written("m1", "Jeg vil snakke med noen (ref ABC)", "ABC")
SEEN = {"wishes": [{"text": WRITTEN.text, "patient": CHILD, "author": "Selma Sandvik"}]}


def test_staff_see_the_wish_word_for_word_on_the_youth() -> None:
    assert youth.is_seen(SEEN, WRITTEN, CHILD) is None
    assert youth.is_seen(SEEN, WRITTEN, SIBLING)
    assert youth.is_seen({"wishes": []}, WRITTEN, CHILD)
    assert youth.is_seen({"wishes": [{"text": "ref ABC", "patient": CHILD}]}, WRITTEN, CHILD)


def test_a_wish_is_seen_once_or_not_at_all() -> None:
    assert youth.is_seen_once(SEEN, WRITTEN) is None
    assert "2" in (youth.is_seen_once({"wishes": SEEN["wishes"] * 2}, WRITTEN) or "")
    assert youth.is_not_seen({"wishes": []}, WRITTEN) is None
    assert youth.is_not_seen(SEEN, WRITTEN)


def test_the_wish_of_a_parent_is_shown_as_hers_or_not_kept() -> None:
    assert youth.is_not_taken_for_her_own({"wishes": []}, WRITTEN, "Marthe Sandvik") is None
    shown = {"wishes": [{**SEEN["wishes"][0], "author": "Marthe Sandvik"}]}
    assert youth.is_not_taken_for_her_own(shown, WRITTEN, "Marthe Sandvik") is None
    assert youth.is_not_taken_for_her_own(SEEN, WRITTEN, "Marthe Sandvik")


def test_the_time_stays_in_her_own_dialog() -> None:
    answer = note("05")
    assert not youth.stays_in_her_dialog([answer, note("19")], [answer])
    assert youth.stays_in_her_dialog([answer, replace(push("05"), number=2)], [answer])[0].severity is Severity.ERROR
    assert not youth.is_not_told([answer])
    (remark,) = youth.is_not_told([push("08")])
    assert (remark.rule, remark.severity) == ("YU-05", Severity.REMARK)


def test_a_wish_gets_one_answer_with_the_words_of_staff() -> None:
    assert not youth.is_only_answer([note("05")])
    assert [one.rule for one in youth.is_only_answer([note("05"), note("06")])] == ["YU-03"]
    assert not youth.says_what_staff_wrote(note("06", "Ingen tid."), "Ingen tid.")
    assert youth.says_what_staff_wrote(note("06"), "Ingen tid.")[0].severity is Severity.REMARK
