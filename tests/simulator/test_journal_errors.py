"""Each condition of the error queue that needs no encryption, row by row, and what is told with it.

HITS 1216:2018, 2.2.3 and 2.2.6. The conditions of certificates and CMS have no place on a bus without them; a fault of
the journal's own is no matter for the sender, and never goes there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pytest

from simulator.vendors import find_profile
from standards.attachments import Attachment
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.identifiers import make_fnr
from standards.parties import Party
from standards.rules.error_queue import CONDITIONS
from tests.simulator.journal_kit import EKONTAKT, Kit, Out, envelope_for, message, numbered, person, question

NORA = person("nora")
OTHER = Party.service("Annen kommune", "8310001", "Annen helsestasjon", "8310011")
ASKED = question(NORA)
RAW = ASKED.to_xml()
GOOD = envelope_for(EKONTAKT)
FILE = Attachment("application/pdf", "Et ark", b"%PDF-1.4 x")
STRANGER = numbered(NORA, make_fnr(date(1999, 9, 9), 444))


@dataclass(frozen=True)
class Trigger:
    """What arrives, and the condition that its sender is told of."""

    condition: str
    raw: bytes = RAW
    envelope: Envelope = GOOD


def without(group: str, *names: str) -> Envelope:
    """An envelope that lacks something."""
    kept = {name: value for name, value in getattr(GOOD, group).items() if name not in names}
    return replace(GOOD, **{group: MappingProxyType(kept)})


def with_(group: str, **values: str) -> Envelope:
    """An envelope that has something else."""
    return replace(GOOD, **{group: MappingProxyType({**getattr(GOOD, group), **values})})


def typed(code: str) -> bytes:
    return replace(ASKED, type=replace(ASKED.type, v=code)).to_xml()


FIELD, MISSING = "transport:invalid-field-value", "transport:required-field-missing"
UNSUPPORTED, ENCODING = "transport:unsupported-message", "transport:invalid-encoding"
UNREADABLE, UNKNOWN_XML = "transport:not-well-formed-xml", "transport:xml-not-interpretable"
SPOOFING = "abuse:spoofing-attack"
HEAD_BROKEN = RAW.replace(b"<Ack ", b"<Akk ")
UNKNOWN = "DIALOG_INNBYGGER_UKJENT"
TRIGGERS: dict[str, Trigger] = {
    "message-id missing": Trigger(FIELD, envelope=without("properties", "message_id")),
    "to missing": Trigger(FIELD, envelope=without("properties", "to")),
    "subject missing": Trigger(FIELD, envelope=without("properties", "subject")),
    "reply-to missing": Trigger(FIELD, envelope=without("properties", "reply_to")),
    "correlation-id missing": Trigger(FIELD, envelope=without("properties", "correlation_id")),
    "content-type missing": Trigger(FIELD, envelope=without("properties", "content_type")),
    "message-id is no UUID": Trigger(FIELD, envelope=envelope_for(EKONTAKT, message_id="1")),
    "time without zone": Trigger(
        FIELD, envelope=with_("application_properties", applicationTimeStamp="2026-12-01T09:00:00")
    ),
    "toHerId missing": Trigger(MISSING, envelope=without("application_properties", "toHerId")),
    "time missing": Trigger(MISSING, envelope=without("application_properties", "applicationTimeStamp")),
    "queue for answers unknown": Trigger(FIELD, envelope=with_("properties", reply_to="8399999_async")),
    "subject is another type": Trigger(FIELD, envelope=envelope_for("DIALOG_INNBYGGER_TEST")),
    "process not agreed on": Trigger(UNSUPPORTED, typed(UNKNOWN), envelope_for(UNKNOWN)),
    "sender without agreement": Trigger(UNSUPPORTED, envelope=envelope_for(EKONTAKT, from_her_id="8399999")),
    "UTF-16": Trigger(ENCODING, RAW.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    "says UTF-8 and is not": Trigger(ENCODING, RAW.replace(b"</Dialogmelding>", b"\xe6</Dialogmelding>", 1) + b"\xe6"),
    "no XML": Trigger(UNREADABLE, b"hei"),
    "nothing": Trigger(UNREADABLE, b""),
    "cut off": Trigger(UNREADABLE, RAW[: len(RAW) // 2]),
    "head breaks the schema": Trigger(UNREADABLE, HEAD_BROKEN),
    "XML that is no message": Trigger(UNKNOWN_XML, b"<rapport/>"),
    "another sender in the document": Trigger(SPOOFING, replace(ASKED, sender=OTHER).to_xml()),
}


def arrive(trigger: Trigger, kit: Kit) -> list[Out]:
    kit.give(ASKED, raw=trigger.raw, envelope=trigger.envelope)
    return kit.take()


def product(mismatch: str) -> Kit:
    return Kit(replace(find_profile("visma_hspro"), sender_mismatch=mismatch))


@pytest.mark.parametrize("name", TRIGGERS)
def test_the_sender_is_told_on_the_error_queue(name: str) -> None:
    trigger = TRIGGERS[name]
    kit = product("error_queue")
    (out,) = arrive(trigger, kit)
    sent, about = out.envelope, trigger.envelope
    told = sent.application_properties
    assert sent.error_condition == trigger.condition and trigger.condition in CONDITIONS
    assert out.raw == b"" and sent.to == f"{about.from_her_id}_error"
    assert (sent.from_her_id, sent.to_her_id) == (about.to_her_id or kit.world.default.her_id, about.from_her_id)
    assert sent.subject == about.subject and sent.message_id not in ("", about.message_id)
    assert told["originalMessageId"] == about.message_id
    assert all(told[field] for field in ("receiverTimeStamp", "errorDescription", "applicationTimeStamp"))
    assert kit.entries(NORA) == [] and kit.transport()[0]["error_code"] == trigger.condition


@pytest.mark.parametrize("her_id", [None, "", "Helsenorge"])
def test_nothing_can_be_told_to_one_who_does_not_say_who_it_is(her_id: str | None) -> None:
    kit = Kit()
    named = without("application_properties", "fromHerId")
    envelope = named if her_id is None else with_("application_properties", fromHerId=her_id)
    assert arrive(Trigger("", b"hei", envelope), kit) == []
    assert [row["status"] for row in kit.transport()] == ["feilkø"]


def test_an_error_message_is_never_answered() -> None:
    kit = Kit()
    wrong = with_("application_properties", errorCondition=UNREADABLE, originalMessageId="x", fromHerId="8200002")
    assert arrive(Trigger("", b"", wrong), kit) == []


DOCUMENTS: dict[str, tuple[Callable[[], Hodemelding | bytes], str]] = {
    "another receiver": (lambda: replace(ASKED, receiver=OTHER), "E10"),
    "MsgId is no UUID": (lambda: question(NORA, msg_id="12345"), "E10"),
    "no XML where the content should be": (
        lambda: re.sub(rb"<(\w*:?)Content>.*?</\1Content>", rb"<\1Content>tekst</\1Content>", RAW, flags=re.DOTALL),
        "T01",
    ),
    "content breaks its schema": (lambda: RAW.replace(b"TypeForesp", b"TypeFeil"), "T02"),
    "what the code requires is missing": (lambda: message(EKONTAKT, NORA, FILE), "T02"),
    "one who has no journal here": (lambda: question(STRANGER), "E35"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_wrong_under_a_readable_head_gets_a_negative_receipt(name: str) -> None:
    make, code = DOCUMENTS[name]
    wrong, kit = make(), Kit()
    (out,) = arrive(Trigger("", wrong if isinstance(wrong, bytes) else wrong.to_xml()), kit)
    assert code in [one.v for one in out.apprec.errors] and not out.apprec.accepted and out.raw
    assert kit.entries(NORA) == []


def test_another_sender_is_told_the_way_the_product_has() -> None:
    spoofed = replace(ASKED, sender=OTHER).to_xml()
    (told,) = arrive(Trigger(SPOOFING, spoofed), product("error_queue"))
    assert told.envelope.error_condition == SPOOFING
    (told,) = arrive(Trigger(SPOOFING, spoofed), product("apprec"))
    assert not told.envelope.is_error and [one.v for one in told.apprec.errors] == ["E10"]
