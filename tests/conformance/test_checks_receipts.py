"""Every check of receipts has something it accepts and something it catches."""

from __future__ import annotations

from conformance.checks import receipts
from standards.rules.model import Severity
from tests.conformance.check_messages import FIRST, SECOND, note, on_error_queue, receipt


def test_receipts_are_found_by_the_message_they_are_about() -> None:
    found = receipts.receipts_for([receipt(FIRST), receipt(SECOND), note("19")], FIRST.upper())
    assert [item.original_msg_id for item in found] == [FIRST]


def test_one_positive_receipt_passes_all_else_is_caught() -> None:
    assert not receipts.accepted_once([receipt()])
    for wrong in ([], [receipt(), receipt()], [receipt(FIRST, "E10")]):
        assert receipts.accepted_once(wrong)[0].rule == "A21"


def test_a_good_message_is_accepted() -> None:
    assert not receipts.is_accepted(receipt())
    (finding,) = receipts.is_accepted(receipt(FIRST, "T02"))
    assert (finding.rule, "T02" in finding.found) == ("A21", True)


def test_a_refusal_with_an_expected_code_passes() -> None:
    assert not receipts.refused_with(receipt(FIRST, "T02"), ("T02", "T01"), "feil")
    assert not receipts.refused_with(on_error_queue("abuse:spoofing-attack"), ("abuse:spoofing-attack", "E10"), "feil")
    assert not receipts.refused_with(on_error_queue("transport:internal-error"), (receipts.ERROR_QUEUE,), "feil")
    assert not receipts.refused_with(receipt(FIRST, "S99"), ("X99", receipts.ANY), "feil")


def test_another_code_is_a_remark_and_an_acceptance_an_error() -> None:
    (other,) = receipts.refused_with(receipt(FIRST, "X99"), ("T02",), "feil")
    assert (other.rule, other.severity, other.found) == ("AR-07", Severity.REMARK, "X99")
    (taken,) = receipts.refused_with(receipt(), ("T02",), "skjemafeil")
    assert (taken.rule, taken.severity) == ("A23", Severity.ERROR)
    assert "skjemafeil" in taken.problem


def test_two_refusals_are_one_too_many() -> None:
    assert not receipts.refused_once([receipt(FIRST, "T02")])
    assert receipts.refused_once([receipt(FIRST, "T02"), on_error_queue("transport:internal-error")])


def test_the_report_says_what_was_seen() -> None:
    assert receipts.seen(on_error_queue("abuse:spoofing-attack")) == "Avvist på feilkøen med abuse:spoofing-attack."
    assert receipts.seen(receipt(FIRST, "E10")) == "Avvist med kvittering E10."


def test_what_is_about_one_message() -> None:
    came = [receipt(FIRST), receipt(SECOND), on_error_queue("transport:internal-error"), note("19")]
    assert receipts.about(came, FIRST, FIRST.upper()) == (came[0], came[2])
    assert receipts.about(came, SECOND, SECOND) == (came[1],)


def test_a_refused_message_is_not_answered_as_if_it_had_been_taken() -> None:
    assert not receipts.not_answered_too([note("26", parent=FIRST, conversation=FIRST)])
    assert receipts.not_answered_too([note("19", parent=FIRST, conversation=FIRST)])[0].rule == "A23"


def test_a_message_may_be_turned_down_in_an_answer() -> None:
    no, yes, other = (note(code, parent=parent) for code, parent in (("26", FIRST), ("19", FIRST), ("30", SECOND)))
    assert receipts.turned_down([no, yes, other], FIRST.upper()) == (no,)
    assert receipts.turned_down([note("26")], "") == ()
