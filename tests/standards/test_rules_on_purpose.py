"""What is not held against a receiver when the sender broke a message on purpose, and what still is."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from standards import xml
from standards.exchange import Exchange, Item
from standards.hodemelding import Hodemelding
from standards.parties import Party
from standards.rules.engine import judge_exchange
from tests.standards import good
from tests.standards.good import EPJ, HN


def rules(*items: Item) -> set[str]:
    return {finding.rule for finding in judge_exchange(Exchange(items)).findings}


def unanswered(*items: Item) -> bool:
    found = judge_exchange(Exchange(items)).findings
    return any(finding.rule == "AR-05" and finding.by is EPJ for finding in found)


def broken(**application: str) -> Item:
    return replace(good.envelope_of(good.sent(HN, good.question()), **application), deliberate_fault="med vilje")


def answered() -> tuple[Item, Item]:
    """Another question, without a fault, and its receipt."""
    other = replace(good.question(), msg_id=good.uid("m9"))
    return good.sent(HN, other, name="m9"), good.item(EPJ, good.receipt(other, name="a9"))


def test_an_error_message_may_lack_what_the_message_lacked() -> None:
    bare = replace(good.property_of(good.sent(HN, good.question()), subject=""), deliberate_fault="uten emne")
    error = good.refused_on_queue(bare)
    assert error.envelope is not None and not error.envelope.subject
    assert rules(bare, error) == set()
    assert "AQ-01" in rules(replace(bare, deliberate_fault=""), error)


def test_nobody_is_blamed_for_silence_where_an_answer_would_go_astray() -> None:
    assert unanswered(broken())
    for stranger in ("", "8299998"):
        assert not unanswered(broken(fromHerId=stranger))
    other = replace(good.question(), sender=Party.service("Ukjent", "8299997", "Ukjent", "8299998"))
    from_stranger = replace(good.envelope_of(good.sent(HN, other), fromHerId="8299998"), deliberate_fault="fremmed")
    assert not unanswered(from_stranger, *answered())
    assert unanswered(broken(), *answered())


def test_the_service_is_read_where_the_one_who_signed_stands_there_too() -> None:
    question = good.question()
    root = xml.parse(question.to_xml())
    service = root.find(f".//{{{xml.MSGHEAD}}}Sender/{{{xml.MSGHEAD}}}Organisation/{{{xml.MSGHEAD}}}Organisation")
    assert service is not None
    doctor = etree.Element(f"{{{xml.MSGHEAD}}}HealthcareProfessional")
    etree.SubElement(doctor, f"{{{xml.MSGHEAD}}}FamilyName").text = "Lege"
    service.addnext(doctor)
    assert Hodemelding.from_xml(xml.serialize(root)).sender == question.sender
