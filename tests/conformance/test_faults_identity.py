"""Each message that does not say who somebody is lacks just that, and the check of names sees another name."""

from __future__ import annotations

from datetime import date

import pytest

from conformance.checks import identity as checks
from conformance.faults import identity
from conformance.faults.messages import Faulty
from conformance.outcomes import ToolFault
from conformance.reading import Inbound, read
from conformance.steps.identity import new_number
from conformance.writing.helsenorge import HelsenorgeWriter
from standards.envelope import Envelope
from standards.identifiers import is_synthetic
from tests.conformance.bench_world import NORA, make_target
from tests.conformance.check_messages import note
from tests.conformance.test_writing import HandClock, ids

PATIENT = "/mh:MsgHead/mh:MsgInfo/mh:Patient"
SENDER = "/mh:MsgHead/mh:MsgInfo/mh:Sender"
BORN = date(2020, 3, 1)


@pytest.fixture
def good() -> tuple[bytes, Envelope]:
    writer = HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]
    message = writer.enquiry(NORA, text="Hei")
    return message.to_xml(), writer.envelope(message)


def told(fault: Faulty) -> Inbound:
    assert fault.fault
    return read(fault.raw, fault.envelope)


def names(message: Inbound) -> list[str]:
    return [str(one.tag).rpartition("}")[2] for one in message.elements(f"{PATIENT}/*")]


def test_the_patient_may_lack_a_name_or_a_number(good: tuple[bytes, Envelope]) -> None:
    empty = told(identity.patient_with_empty_fields(*good))
    assert (empty.patient_id, empty.text_at(f"{PATIENT}/mh:FamilyName")) == ("", "") and empty.text == "Hei"
    no_number = told(identity.patient_with_empty_number(*good))
    assert no_number.patient_id == "" and no_number.text_at(f"{PATIENT}/mh:FamilyName") == NORA.family


def test_a_birth_date_may_stand_instead_of_the_number(good: tuple[bytes, Envelope]) -> None:
    born = told(identity.patient_by_birth_date(*good, BORN))
    assert names(born) == ["FamilyName", "GivenName", "DateOfBirth", "Sex"]
    assert born.text_at(f"{PATIENT}/mh:DateOfBirth") == "2020-03-01"
    helped = told(identity.patient_with_help_number(*good, BORN))
    assert names(helped) == ["FamilyName", "GivenName", "DateOfBirth", "Sex", "Ident"]
    assert helped.text_at(f"{PATIENT}/mh:Ident/mh:TypeId/@V") == "HNR" and helped.patient_id != NORA.ident


def test_the_name_may_be_another(good: tuple[bytes, Envelope]) -> None:
    other = told(identity.patient_named(*good, family="Vik", given="Ola"))
    assert (other.patient_id, other.text_at(f"{PATIENT}/mh:GivenName")) == (NORA.ident, "Ola")


def test_the_sender_may_be_nobody(good: tuple[bytes, Envelope]) -> None:
    empty = told(identity.sender_with_empty_fields(*good))
    assert empty.elements(f"{SENDER}//mh:Ident") and empty.sender_her_id == ""
    assert not told(identity.sender_empty(*good)).elements(f"{SENDER}/*")
    assert not told(identity.sender_removed(*good)).elements(SENDER)
    with pytest.raises(ToolFault):
        identity.sender_removed(b"<a/>", good[1])
    with pytest.raises(ToolFault):
        identity.sender_empty(told(identity.sender_removed(*good)).raw, good[1])


def test_the_name_of_the_patient_is_seen() -> None:
    answer = note("19", "Hei")
    family, given = (answer.text_at(f"{PATIENT}/mh:{name}") for name in ("FamilyName", "GivenName"))
    assert not checks.has_the_name(answer, family.upper(), given)
    (finding,) = checks.has_the_name(answer, "Guhttor", given)
    assert (finding.rule, finding.severity.value) == ("JR-15", "merknad")


@pytest.mark.parametrize("born", [date(1993, 10, 15), date(2021, 3, 1)])
def test_a_new_number_is_synthetic_and_free(born: date) -> None:
    first = new_number(born, ())
    again = new_number(born, {first})
    assert is_synthetic(first) and is_synthetic(again) and first != again
