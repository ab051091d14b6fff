"""Every check of receipts for appointments and of times has something it accepts and something it catches."""

from __future__ import annotations

from datetime import date, timedelta

from conformance.checks import apart, clockwork, following, spelling, timebook
from conformance.checks.appointments import Planned
from conformance.targets.model import TestPerson
from standards.rules.model import Severity
from tests.conformance.check_messages import CHILD, EPJ_HER, NOW, SIBLING, UID, message, push

FIRST = Planned("1", CHILD, "2027-01-12T10:07:00", "2027-01-12T10:22:00", "Rom 2", frozenset({EPJ_HER}))
OTHER = Planned("2", SIBLING, "2027-01-12T10:07:00", "2027-01-12T10:22:00", "Rom 2", frozenset({EPJ_HER}))


def test_a_receipt_once_more_gives_no_message() -> None:
    assert not following.told_again([])
    assert following.told_again([push("05")])[0].rule == "TL-03"


def test_nothing_is_sent_by_itself_after_four_days() -> None:
    assert not following.sent_again([])
    (finding,) = following.sent_again([push("05")])
    assert (finding.rule, finding.severity) == ("TL-07", Severity.REMARK)


def test_what_is_put_right_has_an_id_of_its_own() -> None:
    assert not following.has_another_id(message(msg_id=UID), push("05"))
    assert following.has_another_id(push("07"), push("05"))[0].rule == "TL-08"


def test_the_log_says_acknowledged_only_when_it_is() -> None:
    assert following.shows_no_receipt({"entries": [{"status": "sendt"}]}) is None
    assert following.shows_no_receipt({"entries": [{"status": "kvittert"}]})
    assert "har ikke" in str(following.shows_no_receipt({"entries": []}))


def test_staff_see_the_words_and_not_the_code_alone() -> None:
    assert following.shows_why({"entries": [{"error_text": "T02 – Feil – Feltet mangler"}]}, "Feltet mangler") is None
    assert "ingen tekst" in str(following.shows_why({"entries": [{"error_text": None}]}, "Feltet mangler"))


def test_a_message_without_a_receipt_is_listed_until_it_comes() -> None:
    late = {"messages": [{"msg_id": UID.upper(), "kind": "uten_kvittering"}]}
    assert following.is_listed(late, UID) is None
    assert following.is_listed({"messages": []}, UID)
    assert following.is_not_listed({"messages": [{"msg_id": UID, "kind": "avvist"}]}, UID) is None
    assert following.is_not_listed(late, UID)


def test_one_message_for_each_appointment_with_an_id_of_its_own() -> None:
    one, other = push("05", uid="1"), push("05", uid="2", patient=SIBLING)
    assert not clockwork.one_each([one, other], [FIRST, OTHER])
    assert clockwork.one_each([one], [FIRST, OTHER])[0].rule == "A16"
    assert clockwork.one_each([one, push("05", uid="1", patient=SIBLING)], [FIRST, OTHER])[0].rule == "AVT-01"
    together = push("05", uid="1", related_to="3", patient=SIBLING)
    assert not clockwork.one_each([push("05", uid="1", related_to="2"), together], [FIRST, OTHER])
    assert clockwork.one_each([], [FIRST])[0].rule == "A16"


def test_each_appointment_meets_its_own_message() -> None:
    one, other = push("05"), push("05", patient=SIBLING)
    assert clockwork.paired([other, one], [FIRST, OTHER]) == [(FIRST, one), (OTHER, other)]
    moved = push("05", start="2027-01-12T11:07:00")
    assert clockwork.paired([moved], [FIRST, OTHER]) == [(FIRST, moved)]


def test_gen_date_is_when_the_message_was_made() -> None:
    assert not clockwork.made_when_sent(push("05"), NOW + timedelta(minutes=9))
    assert clockwork.made_when_sent(push("05"), NOW + timedelta(hours=1))[0].rule == "TID-01"
    assert not clockwork.made_when_sent(push("05"), NOW + timedelta(hours=1), seconds=3600)
    assert clockwork.made_when_sent(push("05"), NOW - timedelta(hours=1), seconds=3600)


def person(ident: str, given: str = "Nora", family: str = "Dal") -> TestPerson:
    return TestPerson("x", ident, family, given, date(2020, 3, 1), "barn", (), "", True)


def test_each_appointment_is_told_at_most_once_to_one_who_becomes_active() -> None:
    assert not apart.at_most_one_each([push("05")], [FIRST, OTHER])
    assert not apart.at_most_one_each([], [FIRST])
    assert apart.at_most_one_each([push("05"), push("05")], [FIRST])[0].rule == "A16"
    another = push("05", start="2027-01-13T10:07:00")
    assert not apart.at_most_one_each([another, push("07")], [FIRST])
    assert apart.at_most_one_each([another, another], [FIRST])
    assert apart.at_most_one_each([push("08")], [FIRST])
    assert not apart.only_new([push("05")])
    assert apart.only_new([push("08"), push("05")])


def test_a_message_tells_of_nobody_else() -> None:
    other = person(SIBLING, "Jonas")
    assert not apart.tells_of_nobody_else(push("05"), [other])
    assert apart.tells_of_nobody_else(push("05", summary="Vaksine: Jonas  Dal"), [other])[0].rule == "AVT-21"
    assert apart.tells_of_nobody_else(push("05", summary=f"Vaksine {SIBLING}"), [other])


def test_each_child_is_told_of_its_own() -> None:
    codes = {person(CHILD): "08", person(SIBLING, "Jonas"): "05"}
    assert not apart.each_child_its_own([push("08"), push("05", patient=SIBLING)], codes)
    assert apart.each_child_its_own([push("05", patient=SIBLING)], codes)[0].rule == "A16"
    told = push("05", patient=SIBLING, summary="Var satt opp på Nora Dal")
    assert [one.rule for one in apart.each_child_its_own([push("08"), told], codes)] == ["AVT-21"]


def test_one_appointment_is_told_of_and_not_another() -> None:
    told, other = push("05"), push("05", uid="other", related_to="series")
    assert not apart.is_this_and_not_another(push("08"), told, [other])
    assert (
        apart.is_this_and_not_another(push("08", uid="other", related_to="series"), told, [other])[0].rule == "AVT-01"
    )
    assert apart.is_this_and_not_another(push("08", uid="none", related_to=""), told, [])


def test_a_new_appointment_has_an_id_of_its_own_but_may_use_the_slot_again() -> None:
    assert not apart.is_another_appointment(push("05", related_to="new"), [push("05")])
    assert not apart.is_another_appointment(push("05", uid="new", related_to=""), [push("05")])
    assert apart.is_another_appointment(push("05"), [push("05")])[0].rule == "AVT-23"


def test_what_is_moved_and_cancelled_ends_cancelled() -> None:
    assert not apart.ends_cancelled([push("07"), push("08")])
    assert not apart.ends_cancelled([push("08")])
    (turned,) = apart.ends_cancelled([push("08"), push("07")])
    assert (turned.rule, turned.severity) == ("AVT-24", Severity.REMARK)
    assert apart.ends_cancelled([push("07")])[0].rule == "A16"


def test_what_is_told_twice_or_kept_from_parents_is_remarked() -> None:
    assert not apart.told_once([])
    assert not apart.kept_from_parents([])
    found = [*apart.told_once([push("07")]), *apart.kept_from_parents([push("05")])]
    assert [(one.rule, one.severity) for one in found] == [("AVT-25", Severity.REMARK), ("AVT-26", Severity.REMARK)]


def test_the_timebook_agrees_with_what_was_told() -> None:
    book = {"appointments": [{"id": "1", "start": FIRST.start, "status": "planned"}]}
    assert apart.agrees(book, "1", stands=True) is None
    assert apart.agrees(book, "1", stands=False)
    assert apart.agrees({}, "1", stands=False) is None
    assert apart.does_not_stand_at(book, FIRST.start)
    assert apart.does_not_stand_at(book, "2027-01-13T10:07:00") is None


def test_the_patient_is_written_as_in_the_journal() -> None:
    assert not spelling.names(push("05"), person(CHILD))
    assert spelling.names(push("05"), person(CHILD, family="Berg"))[0].rule == "MH-06"
    d_number = f"{int(CHILD[0]) + 4}{CHILD[1:]}"
    found = spelling.names(push("05", patient=CHILD), person(d_number))
    assert [one.expected for one in found] == [d_number, "DNR"]


def test_the_place_is_whole() -> None:
    assert not spelling.has_whole_place(push("05"), "Rom 2")
    assert spelling.has_whole_place(push("05"), "Rom 2, ved heisen")[0].rule == "AVT-22"


def test_what_the_clinic_calls_off_may_keep_its_slot() -> None:
    def timebook_of(**item: object) -> dict[str, object]:
        return {"appointments": [{"id": "1", "start": "2026-12-01T08:00:00", **item}]}

    assert timebook.is_called_off(timebook_of(status="cancelled", slot_free=False), "1") is None
    assert "status" in (timebook.is_called_off(timebook_of(status="planned", slot_free=False), "1") or "")
    assert "borte" in (timebook.is_called_off(timebook_of(status="cancelled"), "2") or "")
