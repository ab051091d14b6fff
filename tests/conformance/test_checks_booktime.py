"""Every check of receipts for appointments and of times has something it accepts and something it catches."""

from __future__ import annotations

from datetime import timedelta

from conformance.checks import clockwork, following
from conformance.checks.appointments import Planned
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
    assert clockwork.one_each([], [FIRST])[0].rule == "A16"


def test_each_appointment_meets_its_own_message() -> None:
    one, other = push("05"), push("05", patient=SIBLING)
    assert clockwork.paired([other, one], [FIRST, OTHER]) == [(FIRST, one), (OTHER, other)]
    moved = push("05", start="2027-01-12T11:07:00")
    assert clockwork.paired([moved], [FIRST, OTHER]) == [(FIRST, moved)]


def test_gen_date_is_when_the_message_was_made() -> None:
    assert not clockwork.made_when_sent(push("05"), NOW + timedelta(minutes=9))
    assert clockwork.made_when_sent(push("05"), NOW + timedelta(hours=1))[0].rule == "TID-01"
