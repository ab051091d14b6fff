"""Facts are read from the raw tree; what is missing is empty, and nothing raises."""

from __future__ import annotations

import ast
import uuid
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import conformance.reading
from conformance.lasting import end_of
from conformance.reading import Inbound, read
from standards import xml
from standards.apprec import error, receipt_for
from standards.envelope import Envelope, error_envelope
from standards.hodemelding import Hodemelding
from tests.conformance.bench_world import EPJ, NORA, NOW, Epj
from tests.conformance.fake_bus import FakeBus

FACTS = sorted(
    name
    for name, value in vars(Inbound).items()
    if not name.startswith("_") and not callable(value) and name not in {field.name for field in fields(Inbound)}
)


@pytest.fixture
def epj() -> Epj:
    return Epj(FakeBus())


def test_reading_never_uses_the_codecs() -> None:
    imported = {
        node.module
        for node in ast.walk(ast.parse(Path(conformance.reading.__file__).read_text()))
        if isinstance(node, ast.ImportFrom)
    }
    assert not imported & {f"standards.{name}" for name in ("hodemelding", "dialogmelding", "apprec", "xcal", "build")}


def test_an_appointment(epj: Epj) -> None:
    avtale = epj.avtale(NORA, "07", uid="u-1", related_to="r-1", related_form="uri")
    came = read(avtale.to_xml(), epj.envelope(avtale.type.v))
    assert (came.kind, came.type, came.code, came.kodeverk_oid) == (
        "melding",
        "DIALOG_INNBYGGER_AVTALEUTSENDING",
        "07",
        "2.16.578.1.12.4.1.1.7602",
    )
    assert (came.uid, came.related_to, came.related_form) == ("u-1", "r-1", "uri")
    assert (came.start, came.end) == ("2026-12-10T10:15:00", "2026-12-10T10:45:00")
    assert (came.location, came.summary) == ("Storvik helsestasjon, rom 2", "Toårskontroll")
    assert (came.contact, came.status, came.subject, came.text) == (EPJ, "", "", "")
    assert (came.msg_id, came.thread, came.gen_date) == (avtale.msg_id, avtale.msg_id, "2026-12-01T08:00:00+00:00")


def test_a_receipt(epj: Epj) -> None:
    original = epj.avtale(NORA)
    receipt = receipt_for(
        original, receipt_id=str(uuid.uuid4()), now=NOW, errors=(error("X99", "Annet", "Vedlegget åpnes ikke"),)
    )
    came = read(receipt.to_xml(), epj.envelope("APPREC"))
    assert (came.kind, came.type, came.msg_id) == ("apprec", "APPREC", receipt.id)
    assert (came.apprec_status, came.original_msg_id) == ("2", original.msg_id)
    assert [(e.v, e.ot) for e in came.errors] == [("X99", "Vedlegget åpnes ikke")]
    assert original.msg_id in came.describe() and "X99" in came.describe()


def test_a_receipt_of_the_old_version(epj: Epj) -> None:
    raw = receipt_for(epj.avtale(NORA), receipt_id="x", now=NOW).to_xml()
    old = raw.replace(b"apprec/2012-02-15", b"apprec/2004-11-21")
    assert read(old, epj.envelope("APPREC")).apprec_status == "1"


def test_a_message_of_the_error_queue(epj: Epj) -> None:
    about = epj.envelope("X", "m-1")
    envelope = error_envelope(about, message_id="e", condition="abuse:spoofing-attack", description="", time_stamp="")
    came = read(b"", envelope, queue="error")
    assert (came.kind, came.envelope.original_message_id) == ("feilkø", "m-1")
    assert "abuse:spoofing-attack" in came.describe()


def test_text_with_markup_reads_as_text(epj: Epj) -> None:
    answer = epj.answer(epj.avtale(NORA), "TEKST").to_xml()
    xhtml = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Hei <b>på</b> deg</p></div>'.encode()
    assert read(answer.replace(b"TEKST", xhtml), epj.envelope("X")).text == "Hei på deg"


def test_two_appointments_read_as_the_first(epj: Epj) -> None:
    raw = epj.avtale(NORA, uid="u-1").to_xml()
    start, end = raw.index(b"<vevent>"), raw.index(b"</vevent>") + len(b"</vevent>")
    second = raw[start:end].replace(b"u-1", b"u-2")
    assert read(raw[:end] + second + raw[end:], epj.envelope("X")).uid == "u-1"


@pytest.mark.parametrize("raw", [b"", b"<a", b"<a/>", b"<MsgHead xmlns='x'/>", b"\xff\xfe", b"<!DOCTYPE a><a/>"])
def test_what_is_no_message_is_unreadable_and_empty(raw: bytes) -> None:
    came = read(raw, Envelope())
    assert came.kind == "uleselig"
    assert {str(getattr(came, name)) for name in FACTS} <= {"", "()", "frozenset()", "uleselig"}
    assert str(len(raw)) in came.describe()


def test_a_message_without_anything_in_it_reads_as_empty() -> None:
    came = read(b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"/>', Envelope())
    assert came.kind == "melding"
    assert {str(getattr(came, name)) for name in FACTS} <= {"", "()", "frozenset()", "melding"}
    assert "?" in came.describe()


@given(cut=st.integers(0, 3000), put=st.binary(max_size=8))
def test_no_bytes_make_reading_raise(cut: int, put: bytes) -> None:
    raw = Epj(FakeBus()).avtale(NORA, msg_id="m").to_xml()
    came = read(raw[:cut] + put + raw[cut + len(put) :], Envelope())
    assert [getattr(came, name) for name in FACTS]
    assert came.describe()


def test_no_fact_is_lost_against_the_codec(epj: Epj) -> None:
    answer = epj.answer(epj.avtale(NORA), "Svar på «spørsmål»")
    came, codec = read(answer.to_xml(), epj.envelope("X")), Hodemelding.from_xml(answer.to_xml())
    assert codec.dialog is not None and codec.conversation is not None and codec.patient is not None
    assert (came.text, came.code) == (codec.dialog.body.text, codec.dialog.code)
    assert (came.parent, came.conversation) == (codec.conversation.parent, codec.conversation.conversation)
    assert codec.patient.ident is not None
    assert came.patient_id == codec.patient.ident.id


@pytest.mark.parametrize(
    ("start", "lasts", "end"),
    [
        ("2027-01-12T10:07:00", "PT15M", "2027-01-12T10:22:00"),
        ("2027-01-12T23:50:00Z", "PT1H30M", "2027-01-13T01:20:00Z"),
        ("2027-01-12T10:07:00", "P15M", "2027-01-12T10:22:00"),
        ("2027-01-12T10:07:00", "et kvarter", ""),
        ("snart", "PT15M", ""),
    ],
)
def test_the_end_is_worked_out_where_the_duration_stands(start: str, lasts: str, end: str) -> None:
    event = etree.fromstring(
        f'<properties xmlns="{xml.XCAL}"><dtstart><date-time>{start}</date-time></dtstart>'
        f"<duration><duration>{lasts}</duration></duration></properties>"
    )
    assert end_of(event) == end
