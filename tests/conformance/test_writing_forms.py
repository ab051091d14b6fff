"""A message written otherwise still says the same, and is written otherwise."""

from __future__ import annotations

import pytest

from conformance.outcomes import ToolFault
from conformance.reading import read
from conformance.writing import forms
from conformance.writing.helsenorge import HelsenorgeWriter
from standards.envelope import Envelope
from tests.conformance.bench_world import NORA, make_target
from tests.conformance.test_writing import HandClock, ids

TEXT = "Blåbær < sjøørret & æ"


@pytest.fixture
def good() -> tuple[bytes, Envelope]:
    writer = HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]
    message = writer.enquiry(NORA, text=TEXT)
    return message.to_xml(), writer.envelope(message)


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        (forms.with_cdata, b"<![CDATA["),
        (forms.with_comments, b"<!-- MsgInfo"[:5]),
        (forms.with_other_prefixes, b"<hn0:MsgHead"),
        (forms.in_latin_1, b"ISO-8859-1"),
        (forms.with_mark_in_front, b"\xef\xbb\xbf<?xml"),
    ],
)
def test_it_says_the_same_in_another_form(form, mark: bytes, good: tuple[bytes, Envelope]) -> None:  # type: ignore[no-untyped-def]
    raw, envelope = good
    before, after = read(raw, envelope), read(form(raw), envelope)
    assert mark in form(raw) and mark not in raw
    assert (after.text, after.msg_id, after.patient_id, after.sender_her_id) == (
        TEXT,
        before.msg_id,
        before.patient_id,
        before.sender_her_id,
    )


def test_a_message_without_text_has_no_other_way_to_say_it() -> None:
    with pytest.raises(ToolFault):
        forms.with_cdata(b"<a/>")
