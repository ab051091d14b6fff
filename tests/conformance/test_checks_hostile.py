"""Hostile messages are what they say, the tripwire hears who calls, and every check catches something."""

from __future__ import annotations

import hashlib
import socket
from urllib.parse import urlsplit

import pytest

from conformance.checks import hostile
from conformance.checks.journal import Written
from conformance.faults import hostile as attacks
from conformance.outcomes import ToolFault
from conformance.reading import read
from conformance.tripwire import laid, within_reach
from conformance.writing.helsenorge import HelsenorgeWriter
from standards.envelope import Envelope
from standards.rules.model import Severity
from tests.conformance.bench_world import NORA, make_target
from tests.conformance.check_messages import receipt
from tests.conformance.test_writing import HandClock, ids

URL = "http://127.0.0.1:1/x"


@pytest.fixture
def good() -> tuple[bytes, Envelope]:
    writer = HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]
    message = writer.enquiry(NORA, text="Hei (ref ABC)")
    return message.to_xml(), writer.envelope(message)


def test_what_cannot_be_read_by_us_either(good: tuple[bytes, Envelope]) -> None:
    unreadable = (
        attacks.external_entity(*good, URL),
        attacks.entity_expansion(*good),
        attacks.include(*good, URL),
        attacks.too_deep(*good),
        attacks.too_long(*good),
    )
    assert [read(one.raw, one.envelope).kind for one in unreadable] == ["uleselig"] * 5
    assert len({one.fault for one in unreadable}) == 5
    assert all(len(one.raw) < 400_000 for one in unreadable)


def test_what_only_points_elsewhere(good: tuple[bytes, Envelope]) -> None:
    for attack in (attacks.schema_location, attacks.stylesheet):
        wrong = attack(*good, URL)
        assert URL.encode() in wrong.raw
        assert read(wrong.raw, wrong.envelope).text == read(*good).text
    with pytest.raises(ToolFault):
        attacks.include(b"<MsgHead/>", good[1], URL)


def test_a_stranger_is_one_in_envelope_and_document(good: tuple[bytes, Envelope]) -> None:
    wrong = attacks.sent_by_stranger(*good, "8299998")
    assert wrong.envelope.from_her_id == read(wrong.raw, wrong.envelope).sender_her_id == "8299998"
    assert wrong.envelope.reply_to == good[1].reply_to


def test_the_tripwire_hears_who_calls() -> None:
    with laid("hemmelig-1") as wire:
        place = urlsplit(wire.url)
        assert wire.calls == []
        with socket.create_connection((place.hostname or "", place.port or 0), 2) as line:
            line.sendall(f"GET {place.path} HTTP/1.1\r\n\r\n".encode())
            answer = b""
            while part := line.recv(1000):
                answer += part
        assert wire.calls == ["GET /hemmelig-1 HTTP/1.1"]
        assert answer.endswith(b"\r\n\r\nhemmelig-1")
    assert not hostile.fetched_nothing([], "feil")
    assert hostile.fetched_nothing(wire.calls, "feil")[0].rule == "SI-01"


def test_silence_proves_something_only_where_we_can_be_reached() -> None:
    assert within_reach("http://127.0.0.1:80/w", "") and within_reach("", "http://localhost/staff")
    assert not within_reach("amqps://bus.example.test:5671", "")


def test_silence_about_a_hostile_message_is_a_remark() -> None:
    assert not hostile.answered([receipt()], "feil")
    assert hostile.answered([], "feil")[0].severity is Severity.REMARK


def test_what_was_fetched_shows() -> None:
    assert hostile.shows_nothing_fetched({"entries": [{"text": "hei"}]}, "hemmelig-1") is None
    assert hostile.shows_nothing_fetched({"entries": [{"text": "hei hemmelig-1"}]}, "hemmelig-1")


def test_what_is_seen_of_a_text_stands() -> None:
    written = Written("1", "Vi\u00a0kommer\u200b klokka \u202e21\u202c", "klokka")
    for text in (written.text, "Vi kommer klokka 21", "Vi\u00a0kommer klokka\u00a021"):
        assert hostile.is_readable({"entries": [{"msg_id": "1", "text": text}]}, written) is None
    assert hostile.is_readable({"entries": [{"msg_id": "1", "text": "Vi kommer"}]}, written)
    assert hostile.is_readable({"entries": []}, written) is None


def test_a_file_is_kept_whatever_it_is_called() -> None:
    written, digest = Written("1", "hei", "hei"), hashlib.sha256(b"x").hexdigest()
    kept = {"entries": [{"msg_id": "1", "attachments": [{"sha256": digest.upper(), "description": "bilde"}]}]}
    assert hostile.keeps_files(kept, {"image/jpeg": digest}, written) is None
    assert hostile.keeps_files({"entries": [{"msg_id": "1"}]}, {"image/jpeg": digest}, written)
