"""Each deliberate fault of the envelope or the bytes changes one side, and what it says it changes."""

from __future__ import annotations

import pytest

from conformance.faults import transport
from conformance.outcomes import ToolFault
from conformance.reading import read
from conformance.writing.helsenorge import HelsenorgeWriter
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.parties import Party
from tests.conformance.bench_world import NORA, make_target
from tests.conformance.test_writing import HandClock, ids


@pytest.fixture
def good() -> tuple[bytes, Envelope]:
    writer = HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]
    message = writer.enquiry(NORA, text="Blåbær og sjøørret")
    return message.to_xml(), writer.envelope(message)


def test_an_envelope_may_lack_one_thing(good: tuple[bytes, Envelope]) -> None:
    raw, envelope = good
    subject, sender = (
        transport.without_property(*good, "subject"),
        transport.without_field(*good, "fromHerId"),
    )
    assert (subject.raw, sender.raw) == (raw, raw) and subject.fault != sender.fault
    assert (subject.envelope.subject, sender.envelope.from_her_id) == ("", "")
    assert subject.envelope.application_properties == envelope.application_properties
    assert sender.envelope.properties == envelope.properties


def test_an_envelope_may_say_one_thing_wrong(good: tuple[bytes, Envelope]) -> None:
    raw, envelope = good
    queue = transport.with_property(*good, "reply_to", "8299998_async")
    time = transport.with_field(*good, "applicationTimeStamp", "i går")
    assert (queue.raw, queue.envelope.reply_to, queue.envelope.to) == (raw, "8299998_async", envelope.to)
    assert time.envelope.application_properties["applicationTimeStamp"] == "i går"
    assert transport.same_delivery(*good).envelope is envelope
    short = transport.short_lived(*good, 2)
    assert (short.raw, short.envelope.ttl_ms, short.envelope.to) == (raw, 2000, envelope.to)


def test_letters_that_are_not_what_they_say(good: tuple[bytes, Envelope]) -> None:
    wrong = transport.not_in_utf8(*good)
    with pytest.raises(UnicodeDecodeError):
        wrong.raw.decode()
    assert read(wrong.raw, wrong.envelope).kind == "uleselig"
    with pytest.raises(ToolFault):
        transport.not_in_utf8(b"<a/>", good[1])


def test_a_format_or_a_process_that_is_not_known(good: tuple[bytes, Envelope]) -> None:
    unknown = transport.unknown_format(*good)
    assert transport.UNKNOWN_FORMAT.encode() in unknown.raw and not read(unknown.raw, unknown.envelope).code
    other = transport.another_process(*good, "DIALOG_INNBYGGER_JOURNAL")
    assert read(other.raw, other.envelope).type == other.envelope.subject == "DIALOG_INNBYGGER_JOURNAL"


def test_two_errors_in_one_message(good: tuple[bytes, Envelope]) -> None:
    wrong = transport.two_errors(*good, "melding-1")
    facts = read(wrong.raw, wrong.envelope)
    assert (facts.msg_id, facts.patient_id) == ("melding-1", "")


@pytest.mark.parametrize("level", [1, 2])
def test_a_receiver_without_her_id(good: tuple[bytes, Envelope], level: int) -> None:
    facts, before = (
        read(one.raw, good[1]) for one in (transport.receiver_without_her_id(*good, level=level), read(*good))
    )
    assert (facts.receiver_her_id == before.receiver_her_id) is (level == 1)
    assert len(facts.elements("//mh:Receiver//mh:Ident")) == len(before.elements("//mh:Receiver//mh:Ident")) - 1


def test_what_a_doctor_may_send(good: tuple[bytes, Envelope]) -> None:
    signed, old = transport.signed_by(*good), transport.in_latin_1(*good)
    assert Hodemelding.from_xml(signed.raw).sender == Hodemelding.from_xml(good[0]).sender
    assert read(signed.raw, good[1]).sender_her_id == read(*good).sender_her_id
    assert b"Bl\xe5b\xe6r" in old.raw and read(old.raw, good[1]).text == read(*good).text


def test_what_a_doctor_may_leave_empty_or_send_elsewhere(good: tuple[bytes, Envelope]) -> None:
    nameless = transport.empty(*good, ("mh:FamilyName", "mh:GivenName"), "navn")
    assert read(nameless.raw, good[1]).patient_id == NORA.ident and NORA.family.encode() not in nameless.raw
    other = transport.receiver_is_another(*good, Party.service("A", "8299997", "B", "8299998"), "en annen")
    assert read(other.raw, good[1]).receiver_her_id == "8299998" != other.envelope.to_her_id


def test_a_message_may_lack_its_sender(good: tuple[bytes, Envelope]) -> None:
    wrong = transport.without_sender(*good)
    assert read(wrong.raw, wrong.envelope).sender_her_id == "" and wrong.envelope is good[1]
