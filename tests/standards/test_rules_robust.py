"""No document and no envelope makes a rule raise: seeded mutants of every good and bad message and exchange."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from random import Random

import pytest
from lxml import etree

from standards import processes
from standards.envelope import Envelope
from standards.exchange import Exchange, Item
from standards.rules.engine import judge_exchange, judge_message
from standards.xml import TJENESTEOVERSIKT_WWW
from tests.standards import actor_cases, bus_cases, calendar_cases, catalogue_cases, cppa_cases, rule_cases
from tests.standards.test_processes import write

LARGE = 100_000
TEXTS = ("", "x", "ø", "2026-13-01", "1" * 400, "2026-12-01T10:00:00+01:00", "A" * 31)
VALUES = ("", "EKI", "22", "ART", "E35", "2", "javascript:x")
NAMES = ("TjenesteOversikt", "Dialogmelding", "Notat", "Error")
ZONELESS = datetime.fromisoformat("2026-11-25T10:00:00")
JUDGED = [
    subject
    for cases in (rule_cases, calendar_cases, bus_cases, actor_cases, catalogue_cases, cppa_cases)
    for case in cases.CASES
    for subject in (case.good(), case.bad())
]
MESSAGES = [
    *(write(process, step) for process in processes.CATALOGUE.values() for step in process.steps),
    *(subject for subject in JUDGED if isinstance(subject, bytes) and len(subject) < LARGE),
]
EXCHANGES = [subject for subject in JUDGED if isinstance(subject, Exchange)]


def mutant(raw: bytes, random: Random) -> bytes:
    """The document with one to four things changed, still well-formed where it was."""
    try:
        root = etree.fromstring(raw)
    except etree.XMLSyntaxError:
        return raw[: random.randrange(len(raw) + 1)]
    for _ in range(random.randint(1, 4)):
        _change(random.choice(list(root.iter(etree.Element))), random)
    return etree.tostring(root)


def _change(element: etree._Element, random: Random) -> None:
    parent = element.getparent()
    match random.randrange(6):
        case 0 if parent is not None:
            parent.remove(element)
        case 1:
            element.text = random.choice(TEXTS)
        case 2:
            element.set(random.choice(("V", "S", "onclick", "href")), random.choice(VALUES))
        case 3:
            own = etree.QName(element).namespace or "urn:x"
            element.tag = f"{{{random.choice(('urn:x', TJENESTEOVERSIKT_WWW, own))}}}{random.choice(NAMES)}"
        case 4:
            element.append(deepcopy(element))
        case _:
            element.insert(0, etree.Comment("hei"))


def worn(envelope: Envelope | None, random: Random) -> Envelope | None:
    """The envelope with some of its properties gone or strange."""
    if envelope is None or random.random() < 0.1:
        return None
    data = envelope.to_json()
    for group in ("properties", "application_properties"):
        kept = {name: value for name, value in data[group].items() if random.random() > 0.1}
        data[group] = {name: random.choice(TEXTS) if random.random() < 0.1 else kept[name] for name in kept}
    return Envelope.from_json(data)


@pytest.mark.parametrize("seed", range(6))
def test_no_message_makes_a_rule_raise(seed: int) -> None:
    random = Random(seed)
    for _ in range(60):
        for finding in judge_message(mutant(random.choice(MESSAGES), random)).findings:
            assert finding.rule and finding.problem and finding.clause


@pytest.mark.parametrize("seed", range(6))
def test_no_exchange_makes_a_rule_raise(seed: int) -> None:
    random = Random(seed)
    for _ in range(20):
        items = (
            Item(
                item.sender,
                mutant(item.raw, random) if item.raw and random.random() < 0.4 else item.raw,
                worn(item.envelope, random),
                random.choice((None, item.time, ZONELESS)),
            )
            for item in random.choice(EXCHANGES)
        )
        assert judge_exchange(Exchange(tuple(items)), complete=random.random() < 0.5) is not None
