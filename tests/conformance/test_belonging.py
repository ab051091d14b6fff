"""A scenario's messages are about its own persons, between the EPJ under test and us."""

from __future__ import annotations

from dataclasses import replace

from conformance.mail.belonging import Expected, misdirected
from standards.rules.model import Severity
from tests.conformance.check_messages import CHILD, EPJ_HER, OUR_HER, SIBLING, note, push, receipt

EXPECTED = Expected({CHILD}, {EPJ_HER}, OUR_HER)


def test_what_is_between_the_right_ones_passes() -> None:
    assert not list(misdirected([push("05"), note("19"), receipt()], EXPECTED))


def test_another_patient_or_receiver_is_an_error_and_an_undeclared_sender_a_remark() -> None:
    ((_, finding),) = misdirected([push("05", patient=SIBLING)], EXPECTED)
    assert (finding.rule, finding.severity) == ("MH-06", Severity.ERROR)
    ((_, finding),) = misdirected([push("05")], replace(EXPECTED, helsenorge="8299999"))
    assert (finding.rule, finding.severity) == ("MH-05", Severity.ERROR)
    ((_, finding),) = misdirected([push("05")], replace(EXPECTED, epj=()))
    assert (finding.rule, finding.severity) == ("MH-05", Severity.REMARK)
