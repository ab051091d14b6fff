"""SOAP faults and error-queue messages: what is built reads back, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from standards.envelope import SOAP_FAULT, error_envelope
from standards.errors import StandardsError
from standards.rules.engine import judge_message
from standards.rules.error_queue import CONDITIONS
from standards.schema import SchemaPack
from standards.soap import CONTENT_TYPE, SoapFault, fault_envelope
from standards.xml import parse
from tests.standards import good


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("actor", ["", "urn:her:8210011"])
def test_a_fault_reads_back(version: str, actor: str) -> None:
    fault = SoapFault("Sender", "Ukjent tjeneste – blåbær & <b>", version, actor)
    raw = fault.to_xml()
    assert SoapFault.from_xml(raw) == fault
    assert SchemaPack.own().check(parse(raw)) == ()
    assert judge_message(raw).findings == ()


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_fault_without_its_code_breaks_the_schema(version: str) -> None:
    root = SoapFault("Sender", "x", version).to_element()
    fault = root[0][0]
    fault.remove(fault[0])
    assert SchemaPack.own().check(root)


@pytest.mark.parametrize("raw", [b"", b"<a/>", good.question().to_xml(), b"<Envelope/>"])
def test_other_documents_are_no_fault(raw: bytes) -> None:
    with pytest.raises(StandardsError):
        SoapFault.from_xml(raw)


def test_the_envelope_goes_back_to_the_sender() -> None:
    about = good.sent(good.HN, good.question()).envelope
    assert about is not None
    envelope = fault_envelope(message_id=good.uid("x"), about=about, time_stamp="2026-11-21T09:00:00Z")
    assert (envelope.subject, envelope.content_type) == (SOAP_FAULT, CONTENT_TYPE)
    assert (envelope.from_her_id, envelope.to_her_id) == (about.to_her_id, about.from_her_id)
    assert envelope.message_id != about.message_id


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_an_error_goes_back_to_the_sender(condition: str) -> None:
    about = good.sent(good.HN, good.question()).envelope
    assert about is not None
    envelope = error_envelope(
        about,
        message_id=good.uid("feil"),
        condition=condition,
        description="Feil",
        time_stamp="2026-11-21T09:00:00Z",
        data="AB12; CD34;",
    )
    assert (envelope.original_message_id, envelope.error_condition) == (about.message_id, condition)
    assert envelope.application_properties["errorConditionData"] == "AB12; CD34;"
    assert envelope.is_error and not about.is_error
    assert (envelope.subject, envelope.to) == (about.subject, f"{about.from_her_id}_error")
    assert (envelope.from_her_id, envelope.to_her_id) == (about.to_her_id, about.from_her_id)
