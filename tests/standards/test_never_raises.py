"""Whatever comes, there is a verdict: any bytes, damaged messages, any JSON, alone and in a conversation."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards.envelope import Envelope
from standards.exchange import Exchange, Item, Role
from standards.rules.engine import VALID, judge_exchange, judge_message
from tests.standards import good

SEEDS = (
    good.question().to_xml(),
    good.avtale(related_to=good.uid("rel")).to_xml(),
    good.cancel(good.acting()).to_xml(),
    good.reply(good.attachment()).to_xml(),
    good.receipt(good.question(), refused="T01"),
)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FHIR_NAMES = st.sampled_from(
    ("resourceType", "status", "participant", "start", "end", "extension", "meta", "id", "contained", "actor", "_start")
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good message with some bytes flipped, some cut out, or a piece of another put in."""
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        until = min(len(raw), at + draw(st.integers(0, 80)))
        match draw(st.integers(0, 3)):
            case 0 if at < len(raw):
                raw[at] ^= draw(st.integers(1, 255))
            case 1:
                del raw[at:until]
            case 2:
                other = draw(st.sampled_from(SEEDS))
                start = draw(st.integers(0, len(other)))
                raw[at:until] = other[start : start + draw(st.integers(0, 400))]
            case _:
                raw[at:at] = draw(st.binary(max_size=12))
    return bytes(raw)


@st.composite
def resources(draw: st.DrawFn) -> bytes:
    """JSON that begins like a resource."""
    body: dict[str, Any] = draw(st.dictionaries(FHIR_NAMES, JSON, max_size=6))
    body.setdefault("resourceType", draw(st.sampled_from(("Appointment", "Bundle", "Patient", "Slot", "X"))))
    return json.dumps(body).encode()


DOCUMENTS = st.one_of(
    st.binary(max_size=300), damaged(), resources(), JSON.map(lambda value: json.dumps(value).encode())
)
TEXTS = st.text(max_size=40)
ENVELOPES = st.none() | st.builds(
    Envelope,
    properties=st.dictionaries(
        st.sampled_from(("message_id", "to", "subject", "correlation_id", "content_type")), TEXTS
    ),
    application_properties=st.dictionaries(
        st.sampled_from(("fromHerId", "toHerId", "applicationTimeStamp", "errorCondition", "originalMessageId")), TEXTS
    ),
)


@SETTINGS
@given(DOCUMENTS, st.sampled_from((None, *Role)))
def test_any_document_gets_a_verdict(raw: bytes, sender: Role | None) -> None:
    verdict = judge_message(raw, sender=sender)
    assert verdict.schema == VALID or verdict.errors
    for finding in verdict.findings:
        assert finding.rule and finding.problem and finding.clause


@SETTINGS
@given(st.lists(st.tuples(st.sampled_from(tuple(Role)), DOCUMENTS, ENVELOPES), max_size=4), st.booleans())
def test_any_conversation_gets_a_verdict(parts: list[tuple[Role, bytes, Envelope | None]], complete: bool) -> None:
    items = tuple(Item(sender, raw, envelope) for sender, raw, envelope in parts)
    for finding in judge_exchange(Exchange(items), complete=complete).findings:
        assert finding.rule and finding.problem
