"""Every check of digital status has something it accepts and something it catches."""

from __future__ import annotations

from conformance.checks import digital
from standards.rules.model import Severity
from tests.conformance.check_messages import push


def test_nothing_may_be_sent_to_the_inactive_but_a_question_about_the_status() -> None:
    assert not digital.kept_silent([push("05", type_="DIALOG_INNBYGGER_DIGITALBRUKER")])
    (finding,) = digital.kept_silent([push("05")])
    assert (finding.rule, finding.severity) == ("DS-01", Severity.ERROR)
    assert digital.kept_silent([push("05")], "DS-06")[0].severity is Severity.REMARK


def test_what_is_told_once_is_not_told_again() -> None:
    assert not digital.not_told_again([])
    (finding,) = digital.not_told_again([push("05")])
    assert (finding.rule, finding.severity) == ("DS-02", Severity.REMARK)


def test_one_who_comes_back_is_told_of_each_appointment_once() -> None:
    assert not digital.told_at_most_once([push("05"), push("05", start="2027-02-01T10:07:00")])
    assert [one.rule for one in digital.told_at_most_once([push("05"), push("05")])] == ["DS-02"]


def test_what_was_called_off_may_be_told_as_called_off_only() -> None:
    assert not digital.called_off_is_not_new([push("08")], push("05").start)
    assert not digital.called_off_is_not_new([push("05")], "2027-02-01T10:07:00")
    assert [one.rule for one in digital.called_off_is_not_new([push("05")], push("05").start)] == ["DS-04"]


def test_becoming_active_is_no_event() -> None:
    assert not digital.nothing_out_of_the_blue([push("05", type_="DIALOG_INNBYGGER_TJENESTEOVERSIKT")])
    assert digital.nothing_out_of_the_blue([push("05")])[0].severity is Severity.REMARK


def test_a_status_gets_one_receipt_and_opens_no_journal() -> None:
    assert not digital.answered_once([push("05")])
    assert digital.answered_once([])[0].rule == "A21"
    assert digital.has_no_journal({"entries": []}) is None
    assert "1" in (digital.has_no_journal({"entries": [{}]}) or "")


def test_only_helsenorge_reminds() -> None:
    assert not digital.reminds_itself([])
    assert digital.reminds_itself([push("05")])[0].severity is Severity.REMARK
