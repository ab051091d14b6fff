"""Messages for the tests of the checks, as they would come off the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime

from conformance.reading import Inbound, read
from standards.apprec import AppRec, error, receipt_for
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient, Payload
from standards.identifiers import make_fnr
from standards.parties import Party
from standards.xcal import Event, XCal

CHILD = make_fnr(date(2020, 3, 1), 512)
SIBLING = make_fnr(date(2022, 5, 2), 512)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OUR_HER, EPJ_HER = "8200002", "8210011"
US = Party.service("Helsenorge", "8200001", "Helsenorge innbygger", OUR_HER)
EPJ = Party.service("Lillevik kommune", "8210001", "Lillevik helsestasjon", EPJ_HER)
FIRST = "11111111-1111-4111-8111-111111111111"
SECOND = "22222222-2222-4222-8222-222222222222"
UID = "33333333-3333-4333-8333-333333333333"
SERIES = "44444444-4444-4444-8444-444444444444"


def envelope() -> Envelope:
    """Any envelope from the EPJ to us."""
    return business_envelope(
        message_id=SECOND, subject="X", from_her_id=EPJ_HER, to_her_id=OUR_HER, time_stamp=NOW.isoformat()
    )


def message(
    *payloads: Payload,
    msg_id: str = SECOND,
    patient: str = CHILD,
    parent: str = "",
    conversation: str = "",
    sender: Party = EPJ,
    receiver: Party = US,
    type_: str = "DIALOG_INNBYGGER_EKONTAKT",
) -> Inbound:
    """A message from the EPJ with these payloads."""
    head = Hodemelding(
        type=Code(type_),
        msg_id=msg_id,
        gen_date=NOW,
        sender=sender,
        receiver=receiver,
        documents=tuple(Document(payload) for payload in payloads),
        patient=Patient("Dal", "Nora", Ident.fnr(patient)),
        conversation=ConversationRef(parent, conversation) if parent else None,
    )
    return read(head.to_xml(), envelope())


def note(code: str, text: str = "", **more: str) -> Inbound:
    """An answer."""
    return message(Dialogmelding(Notat(Code(code, oid(7602)), text=text)), **more)  # type: ignore[arg-type]


def request(code: str, text: str | None = None, subject: str | None = None, **more: str) -> Inbound:
    """A first message from staff."""
    return message(Dialogmelding(Foresporsel(Code(code, oid(7601)), subject, text)), **more)  # type: ignore[arg-type]


def push(code: str, *, patient: str = CHILD, type_: str = "DIALOG_INNBYGGER_AVTALEUTSENDING", **event: str) -> Inbound:
    """A message about an appointment."""
    facts = {
        "uid": UID,
        "start": "2027-01-12T10:07:00",
        "end": "2027-01-12T10:22:00",
        "contact": EPJ_HER,
        "location": "Rom 2",
        "related_to": SERIES,
        **event,
    }
    calendar = XCal("test", (Event(**facts),))  # type: ignore[arg-type]
    return message(Dialogmelding(Foresporsel(Code(code, oid(7602)))), calendar, patient=patient, type_=type_)


def receipt(msg_id: str = FIRST, *codes: str) -> Inbound:
    """A receipt from the EPJ: positive without codes."""
    ours = Hodemelding(Code("DIALOG_INNBYGGER_EKONTAKT"), msg_id, NOW, US, EPJ, (), gen_date_text=NOW.isoformat())
    errors = tuple(error(code, "Feil") for code in codes)
    answer: AppRec = receipt_for(ours, receipt_id=SECOND, now=NOW, errors=errors)
    return read(answer.to_xml(), envelope())


def on_error_queue(condition: str) -> Inbound:
    """A message of the error queue."""
    original = business_envelope(
        message_id=FIRST, subject="X", from_her_id=OUR_HER, to_her_id=EPJ_HER, time_stamp=NOW.isoformat()
    )
    about = error_envelope(
        original, message_id=SECOND, condition=condition, description="Feil", time_stamp=NOW.isoformat()
    )
    return read(b"", about, queue="error")
