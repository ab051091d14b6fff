"""What the EPJ uses without its target saying so is remarked, once for each process, and nothing else is."""

from __future__ import annotations

import pytest

from conformance.checks.declaring import undeclared
from conformance.reading import read
from standards.envelope import Envelope
from standards.rules.model import Severity

ENVELOPE = Envelope({"subject": "noe"})
HEAD = '<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo><Type V="{}"/></MsgInfo></MsgHead>'
RECEIPT = '<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15"><Status V="1"/></AppRec>'
DECLARED = {"DIALOG_INNBYGGER_EKONTAKT": "1.2"}


def remarked(*texts: str, declared: dict[str, str] | None = None) -> list[str]:
    messages = [read(text.encode(), ENVELOPE) for text in texts]
    found = list(undeclared(messages, DECLARED if declared is None else declared))
    assert all(finding.severity is Severity.REMARK and finding.rule == "DEKL-01" for finding, _ in found)
    return [finding.found for finding, _ in found]


def test_a_process_that_is_not_declared_is_remarked_once() -> None:
    consultation = HEAD.format("DIALOG_INNBYGGER_EKONSULTASJON")
    assert remarked(consultation, consultation) == ["DIALOG_INNBYGGER_EKONSULTASJON"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD.format("DIALOG_INNBYGGER_EKONTAKT"),
        HEAD.format("DIALOG_INNBYGGER_TEST"),
        HEAD.format("NOE_HELT_ANNET"),
        RECEIPT,
        "ikke XML",
    ],
)
def test_what_is_declared_and_what_is_no_process_is_not(text: str) -> None:
    assert remarked(text) == []


def test_health_actors_answer_each_other_in_several_processes() -> None:
    answer = HEAD.format("DIALOG_SVAR")
    assert remarked(answer, declared={"DIALOG_HELSEFAGLIG": "1.1"}) == []
    assert remarked(answer) == ["DIALOG_SVAR"]
