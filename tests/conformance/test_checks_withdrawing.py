"""Every check of what is told when a life has ended has something it accepts and something it catches."""

from __future__ import annotations

from conformance.checks import withdrawing
from standards.rules.model import Severity
from tests.conformance.check_messages import push


def test_what_lay_ahead_is_called_off_once() -> None:
    assert not withdrawing.is_withdrawn([push("08")]) and not withdrawing.is_withdrawn([push("MOA")])
    assert withdrawing.is_withdrawn([push("05")])[0].severity is Severity.ERROR
    assert withdrawing.is_withdrawn([push("08"), push("08")])[0].rule == "A16"
    assert withdrawing.is_withdrawn([])[0].severity is Severity.REMARK


def test_nothing_reaches_the_family_but_lists_between_systems_may_end() -> None:
    assert not withdrawing.nothing_to_the_family([push("05", type_="DIALOG_INNBYGGER_TJENESTEOVERSIKT")])
    assert withdrawing.nothing_to_the_family([push("05")])[0].rule == "WD-01"


def test_the_words_are_considerate() -> None:
    assert not withdrawing.says_nothing_of_why([push("08")])
    assert withdrawing.says_nothing_of_why([push("08", location="Barnet er dødt")])[0].found == "dødt"
