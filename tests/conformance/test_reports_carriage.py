"""What a report tells of how messages were signed and encrypted, and with whose certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from conformance.evidence.store import Evidence
from conformance.packing.scanning import Scanner
from conformance.reports import html
from conformance.reports.bodies import render_body
from conformance.reports.carriage import carriage, carrying, signers
from conformance.reports.facts import Facts
from conformance.reports.language import Language
from conformance.verdicts import Verdict
from epj.busing.showing import Shown
from standards.cms import CertificateExpired, Protection, thumbprint
from standards.envelope import Envelope
from tests.standards import cms_cases
from wire.bus import BusMessage, Carried, Received

NB, EN = Language(), Language("en")
THEIRS, OURS = cms_cases.signer().certificate, cms_cases.opener().certificate
THEIR_DER, OUR_DER = (one.public_bytes(Encoding.DER) for one in (THEIRS, OURS))
CLOSED = Envelope({"message_id": "m-1", "content_type": str(Protection.SIGNED_AND_ENCRYPTED)})


@contextmanager
def run(folder: Path, target: Mapping[str, object]) -> Iterator[Evidence]:
    evidence = Evidence.create(folder / "evidence.sqlite", {"target": {"name": "En journal", **target}})
    try:
        yield evidence
    finally:
        evidence.close()


def kept(content: Protection) -> dict[str, object]:
    return {"transport": {"kind": "amqp", "address": "amqps://bus.test"}, "protection": {"content": content.value}}


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (kept(Protection.SIGNED_AND_ENCRYPTED), "over AMQP, signert og kryptert"),
        (kept(Protection.SIGNED), "over AMQP, signert og ikke kryptert"),
        (kept(Protection.ENCRYPTED), "over AMQP, kryptert og ikke signert"),
        ({"transport": {"kind": "http"}, "protection": None}, "over HTTP, verken signert eller kryptert"),
        ({"transport": {"kind": "msh"}}, "over Meldingstjener"),
        ({"transport": {"kind": "pigeon"}}, "over pigeon"),
        ({}, ""),
    ],
)
def test_the_first_page_says_what_messages_went_over_and_how(
    tmp_path: Path, target: dict[str, object], says: str
) -> None:
    with run(tmp_path, target) as evidence:
        evidence.finish(Verdict.PASSED)
        facts = Facts.of(evidence)
    assert carrying(facts, NB) == says
    page = html.render(facts)
    front = page[page.index("Testet mot, og bygget på") : page.index("Har kjørt testen")]
    assert (f"Meldinger: {says}." in front) is bool(says) is ("Meldinger:" in front)
    assert "Signert med" not in page


def test_whose_certificates_were_signed_with_is_told_once_for_each_side(tmp_path: Path) -> None:
    with run(tmp_path, kept(Protection.SIGNED_AND_ENCRYPTED)) as evidence:
        scenario = evidence.scenario("MSG-N01", name="n", feature="f")
        for _ in range(2):
            scenario.sent(b"<a/>", CLOSED, carried=Carried(b"123", OUR_DER))
            scenario.received(b"<b/>", CLOSED, carried=Carried(b"1234", THEIR_DER))
        scenario.received(b"<b/>", CLOSED)
        scenario.finish(Verdict.PASSED)
        evidence.finish(Verdict.PASSED)
        facts = Facts.of(evidence)
    journal, bench = signers(facts, NB)
    assert journal.startswith("Journalen (EPJ-en): ") and thumbprint(THEIRS) in journal
    assert bench.startswith("Testbenken: ") and thumbprint(OURS) in bench
    assert journal in html.render(facts) and "Signert med" in html.render(facts)
    assert "Signed with" in html.render(facts, EN) and "valid until" in next(signers(facts, EN))
    body = render_body(facts, facts.scenarios[0], NB, report="report.html")
    assert "På bussen: signert og kryptert, 4 byte." in body
    assert f"avtrykk {thumbprint(THEIRS)}, gyldig til" in body


def test_a_certificate_that_was_wrong_on_purpose_or_not_taken_is_not_what_was_signed_with(tmp_path: Path) -> None:
    late = CertificateExpired("Sertifikatet er gått ut.", found="i går", fix="Bytt det")
    with run(tmp_path, kept(Protection.SIGNED_AND_ENCRYPTED)) as evidence:
        scenario = evidence.scenario("TRP-F26", name="n", feature="f")
        scenario.sent(b"<a/>", CLOSED, fault="sertifikatet er gått ut", carried=Carried(b"123", OUR_DER))
        scenario.received(b"", CLOSED, carried=Carried(b"123", THEIR_DER, fault=late))
        scenario.finish(Verdict.PASSED)
        evidence.finish(Verdict.PASSED)
        facts = Facts.of(evidence)
    assert list(signers(facts, NB)) == []


def test_a_certificate_whose_name_cannot_be_read_is_told_by_its_thumbprint(tmp_path: Path) -> None:
    name = THEIRS.subject.public_bytes()
    spoiled = THEIR_DER.replace(name, name[:-2] + b"\xff\xff")
    with pytest.raises(ValueError, match="asn1"):
        _ = x509.load_der_x509_certificate(spoiled).subject
    with run(tmp_path, kept(Protection.SIGNED_AND_ENCRYPTED)) as evidence:
        scenario = evidence.scenario("MSG-N01", name="n", feature="f")
        fault = CertificateExpired("Sertifikatet er gått ut på dato")
        scenario.received(b"", CLOSED, carried=Carried(b"123", spoiled, fault=fault))
        (message,) = scenario.record().messages
    told = list(carriage(message, NB))
    assert any(thumbprint(x509.load_der_x509_certificate(spoiled)) in line for line in told)
    received = Received(BusMessage(CLOSED, b"", Carried(b"123", spoiled, fault=fault)), "1", 1, 1, datetime.now(UTC))
    assert thumbprint(x509.load_der_x509_certificate(spoiled)) in Shown("1_async", received, Scanner()).json()
