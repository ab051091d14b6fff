"""What we write as Helsenorge is free of findings, and echoes what it must echo to the letter."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.outcomes import NotApplicable, PreconditionMissing
from conformance.reading import Inbound, read
from conformance.targets.model import TargetParty
from conformance.writing.helsenorge import AppointmentRef, HelsenorgeWriter, party_of
from standards.attachments import JPEG, PDF, Attachment
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import Hodemelding
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.profiles import PROFILES
from tests.conformance.bench_world import EPJ, KARI, NORA, NOW, OLA, PER, Epj, make_target
from tests.conformance.fake_bus import FakeBus


class HandClock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def ids() -> object:
    numbers = itertools.count(1)
    return lambda: str(uuid.uuid5(uuid.NAMESPACE_OID, str(next(numbers))))


@pytest.fixture
def writer() -> HelsenorgeWriter:
    return HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]


def came(message: Hodemelding) -> Inbound:
    epj = Epj(FakeBus())
    return read(message.to_xml(), epj.envelope(message.type.v))


def faultless(writer: HelsenorgeWriter, message: Hodemelding) -> Inbound:
    raw, envelope = message.to_xml(), writer.envelope(message)
    for profile in PROFILES:
        verdict = judge_message(raw, sender=Role.HELSENORGE, envelope=envelope, profile=profile)
        assert (verdict.schema, verdict.findings) == ("valid", ())
    return read(raw, envelope)


def test_an_enquiry_opens_a_thread(writer: HelsenorgeWriter) -> None:
    sent = faultless(writer, writer.enquiry(NORA, subject="Søvn", text="Hun våkner ofte. Čáhci 🙂"))
    assert (sent.code, sent.kodeverk_oid[-4:], sent.element, sent.ack) == ("HE", "7601", "Foresporsel", "J")
    assert (sent.subject, sent.text) == ("Søvn", "Hun våkner ofte. Čáhci 🙂")
    assert (sent.parent, sent.conversation, sent.acting_id) == ("", "", "")
    assert (sent.sender_her_id, sent.receiver_her_id, sent.patient_id) == ("8200002", EPJ, NORA.ident)
    assert sent.gen_date == "2026-12-01T09:00:00+01:00", "local time with zone"


def test_a_parent_acts_under_parental_responsibility(writer: HelsenorgeWriter) -> None:
    sent = faultless(writer, writer.enquiry(NORA, acting=OLA))
    assert (sent.acting_id, sent.acting_relation, sent.patient_id) == (OLA.ident, "FO", NORA.ident)


@pytest.mark.parametrize("relation", ["FU", "VE", "TD"])
def test_a_proxy_acts_by_the_relation_of_the_target_file(writer: HelsenorgeWriter, relation: str) -> None:
    sent = faultless(writer, writer.enquiry(replace(PER, relation=relation), acting=KARI))
    assert sent.acting_relation == relation


def test_attachments_come_with_type_description_and_date(writer: HelsenorgeWriter) -> None:
    files = (Attachment(PDF, "Brev", b"%PDF-1.4 x"), Attachment(JPEG, "Bilde", b"\xff\xd8\xff\xe0x"))
    sent = faultless(writer, writer.enquiry(NORA, attachments=files))
    documents = sent.elements("/mh:MsgHead/mh:Document/mh:RefDoc[mh:MsgType/@V='A']")
    assert len(documents) == 2
    assert sent.text_at("(//mh:RefDoc[mh:MsgType/@V='A'])[1]/mh:MimeType") == PDF
    assert sent.text_at("(//mh:RefDoc[mh:MsgType/@V='A'])[1]/mh:IssueDate/@V")


def test_a_thread_moves_its_parent_and_keeps_its_root(writer: HelsenorgeWriter) -> None:
    epj = Epj(FakeBus())
    first = writer.enquiry(NORA)
    answer = epj.answer(first)
    second = writer.follow_up(came(answer), NORA, text="Takk")
    sent = faultless(writer, second)
    assert (sent.code, sent.element) == ("22", "Notat")
    assert (sent.parent, sent.conversation) == (answer.msg_id, first.msg_id)
    last = writer.follow_up(came(epj.answer(second)), NORA)
    assert last.conversation is not None
    assert last.conversation.conversation == first.msg_id
    items = [(Role.HELSENORGE, first), (Role.EPJ, answer), (Role.HELSENORGE, second)]
    exchange = Exchange(tuple(Item(role, message.to_xml()) for role, message in items))
    found = judge_exchange(exchange, complete=False).findings
    assert [finding for finding in found if finding.item in (0, 2)] == []


def test_an_answer_to_a_message_without_id_cannot_be_written(writer: HelsenorgeWriter) -> None:
    epj = Epj(FakeBus())
    answer = epj.answer(writer.enquiry(NORA))
    raw = answer.to_xml().replace(f"<MsgId>{answer.msg_id}</MsgId>".encode(), b"")
    with pytest.raises(PreconditionMissing, match="MsgId"):
        writer.follow_up(read(raw, epj.envelope(answer.type.v)), NORA)


@pytest.mark.parametrize("form", ["text", "uri", "uid"])
def test_a_cancellation_echoes_the_appointment_to_the_letter(writer: HelsenorgeWriter, form: str) -> None:
    avtale = came(Epj(FakeBus()).avtale(NORA, uid=str(uuid.uuid4()), related_to="urn:x:1", related_form=form))
    sent = faultless(writer, writer.cancellation(avtale, NORA, reason="Syk", acting=KARI))
    assert (sent.type, sent.code) == ("DIALOG_INNBYGGER_AVTALEAVBESTILLING", "ART")
    for fact in ("uid", "related_to", "related_form", "start", "end", "contact"):
        assert getattr(sent, fact) == getattr(avtale, fact), fact
    assert (sent.text, sent.acting_relation) == ("Syk", "FO")
    assert sent.text_at("//d11:KodetOpplysning/@V") == "2", "a strict EPJ asks for it"


def test_an_appointment_without_related_to_is_cancelled_without_it(writer: HelsenorgeWriter) -> None:
    ref = AppointmentRef(str(uuid.uuid4()), "2026-12-10T10:15:00", "2026-12-10T10:45:00", EPJ)
    assert faultless(writer, writer.cancellation(ref, NORA)).related_to == ""


@pytest.mark.parametrize("name", ["uid", "start", "end", "contact"])
def test_what_the_epj_left_out_is_not_made_up(writer: HelsenorgeWriter, name: str) -> None:
    whole = AppointmentRef("u", "2026-12-10T10:15:00", "2026-12-10T10:45:00", EPJ)
    with pytest.raises(PreconditionMissing, match="mangler"):
        writer.cancellation(replace(whole, **{name: ""}), NORA)  # type: ignore[arg-type]


def test_an_unknown_appointment_is_well_made(writer: HelsenorgeWriter) -> None:
    ref = writer.unknown_appointment(start="2026-12-10T10:15:00", end="2026-12-10T10:45:00")
    assert faultless(writer, writer.cancellation(ref, NORA)).contact == EPJ


@pytest.mark.parametrize(("active", "code"), [(True, "1"), (False, "2")])
def test_digital_status_is_told(writer: HelsenorgeWriter, active: bool, code: str) -> None:
    sent = faultless(writer, writer.digital_status(PER, active=active))
    assert (sent.code, sent.text_at("//d11:KodetOpplysning/@V")) == ("SDAB", code)


def test_a_service_that_is_a_person_stands_as_one() -> None:
    jordmor = TargetParty("jordmor", "8210012", "Anne Lise Berg", "8210001", "Storvik kommune", "person")
    party = party_of(jordmor)
    assert party.level2 is not None
    assert (party.level2.given, party.level2.family, party.her_id) == ("Anne Lise", "Berg", "8210012")
    writer = HelsenorgeWriter(make_target(parties=(jordmor,)), HandClock(), ids())  # type: ignore[arg-type]
    assert faultless(writer, writer.enquiry(NORA)).receiver_her_id == "8210012"


def test_the_answer_goes_to_the_service_that_owns_the_appointment() -> None:
    first = make_target().parties[0]
    other = TargetParty("skole", "8210013", "Skolehelsetjenesten", "8210001", "Storvik kommune", "service")
    writer = HelsenorgeWriter(make_target(parties=(first, other)), HandClock(), ids())  # type: ignore[arg-type]
    ref = AppointmentRef("u-1", "2026-12-10T10:15:00", "2026-12-10T10:45:00", "8210013")
    assert writer.cancellation(ref, NORA).receiver.her_id == "8210013"


def test_a_process_that_the_target_lacks_is_not_applicable() -> None:
    writer = HelsenorgeWriter(make_target(processes={}), HandClock(), ids())  # type: ignore[arg-type]
    with pytest.raises(NotApplicable, match="EKONTAKT"):
        writer.enquiry(NORA)


def test_ids_are_uuids_and_never_shared(writer: HelsenorgeWriter) -> None:
    message = writer.enquiry(NORA)
    envelope = writer.envelope(message)
    assert len({message.msg_id, envelope.message_id, writer.enquiry(NORA).msg_id}) == 3
    assert uuid.UUID(envelope.message_id)
    assert datetime.fromisoformat(envelope.application_properties["applicationTimeStamp"]).tzinfo not in (None, UTC)


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_a_citizen_can_type_survives(text: str) -> None:
    writer = HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]
    raw = writer.enquiry(NORA, text=text).to_xml()
    again = Hodemelding.from_xml(raw)
    assert again.dialog is not None
    assert again.dialog.body.text == text
