"""Every deliberate fault is one fault: the rules that judge the good message find just that one thing."""

from __future__ import annotations

import difflib
import re

import pytest

from conformance.faults import messages as faults
from conformance.faults.messages import FAULTS, Faulty
from conformance.outcomes import ToolFault
from conformance.reading import read
from conformance.writing.helsenorge import HelsenorgeWriter
from standards.attachments import PDF, Attachment
from standards.envelope import Envelope
from standards.exchange import Exchange, Item, Role
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.model import Severity
from tests.conformance.bench_world import NORA, make_target
from tests.conformance.test_writing import HandClock, ids

EXTRA = {"sender_differs": ("8299999",), "receiver_differs": ("8299999",), "resent": ("ny-amqp-id",)}


@pytest.fixture
def good() -> tuple[bytes, Envelope]:
    writer = HelsenorgeWriter(make_target(), HandClock(), ids())  # type: ignore[arg-type]
    message = writer.enquiry(NORA, attachments=(Attachment(PDF, "Brev", b"%PDF-1.4 x"),))
    return message.to_xml(), writer.envelope(message)


def made(name: str, good: tuple[bytes, Envelope]) -> Faulty:
    return FAULTS[name](*good, *EXTRA.get(name, ()))


def errors(raw: bytes, envelope: Envelope) -> set[str]:
    alone = judge_message(raw, sender=Role.HELSENORGE, envelope=envelope)
    among = judge_exchange(Exchange((Item(Role.HELSENORGE, raw, envelope),)), complete=False)
    return {finding.rule for finding in (*alone.findings, *among.findings) if finding.severity is Severity.ERROR}


def test_the_good_message_is_good(good: tuple[bytes, Envelope]) -> None:
    assert errors(*good) == set()


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_fault_is_named_and_changes_one_side_only(name: str, good: tuple[bytes, Envelope]) -> None:
    faulty = made(name, good)
    assert faulty.fault
    assert (faulty.raw != good[0]) or (faulty.envelope != good[1])
    if name != "unknown_process":  # the process stands in both, so that nothing else differs
        assert (faulty.raw == good[0]) or (faulty.envelope == good[1])


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"not_well_formed"}))
def test_a_fault_touches_one_place(name: str, good: tuple[bytes, Envelope]) -> None:
    before, after = (re.sub(rb">\s*<", b">\n<", raw).decode().split("\n") for raw in (good[0], made(name, good).raw))
    blocks = [op for op in difflib.SequenceMatcher(None, before, after).get_opcodes() if op[0] != "equal"]
    assert len(blocks) <= 1


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"resent", "unsupported_attachment", "unknown_process"}))
def test_the_rules_see_the_fault(name: str, good: tuple[bytes, Envelope]) -> None:
    faulty = made(name, good)
    assert errors(faulty.raw, faulty.envelope)


def test_the_schema_state_fits_the_fault(good: tuple[bytes, Envelope]) -> None:
    states = {name: judge_message(made(name, good).raw).schema for name in FAULTS}
    assert {name for name, state in states.items() if state == "invalid"} == {"payload_breaks_schema", "header_broken"}
    assert {name for name, state in states.items() if state == "not-well-formed"} == {"not_well_formed"}


def test_facts_after_the_fault(good: tuple[bytes, Envelope]) -> None:
    assert read(made("patient_removed", good).raw, good[1]).patient_id == ""
    assert read(made("receiver_differs", good).raw, good[1]).receiver_her_id == "8299999"
    assert made("sender_differs", good).envelope.from_her_id == "8299999"
    unknown = made("unknown_process", good)
    assert read(unknown.raw, unknown.envelope).type == unknown.envelope.subject == faults.UNKNOWN_PROCESS
    again = made("resent", good)
    assert (again.envelope.message_id, again.raw) == ("ny-amqp-id", good[0])
    assert faults.UNSUPPORTED_TYPE.encode() in made("unsupported_attachment", good).raw


def test_a_fault_that_cannot_be_made_is_our_fault(good: tuple[bytes, Envelope]) -> None:
    without = faults.patient_removed(*good)
    with pytest.raises(ToolFault, match="Patient"):
        faults.patient_removed(without.raw, without.envelope)
