"""Good messages and conversations, built with the codecs; a test breaks one thing in them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid5

from lxml import etree

from standards.apprec import error, receipt_for
from standards.attachments import PDF, Attachment
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient, Payload
from standards.identifiers import make_fnr
from standards.parties import Party
from standards.pasientrelasjon import PARENT, Pasientrelasjon
from standards.xcal import CalendarUser, Event, XCal
from standards.xml import PERSON

EPJ, HN = Role.EPJ, Role.HELSENORGE
HELSENORGE = Party.service("Helsenorge", "8200001", "Innbyggertjenester", "8200002")
STATION = Party.service("Fjordvik kommune", "8210001", "Helsestasjon", "8210011")
CHILD = make_fnr(date(2020, 3, 1), 500)
MOTHER = make_fnr(date(1990, 5, 4), 100)
NOW = datetime.fromisoformat("2026-11-21T10:00:00+01:00")
SPACE = UUID("5d8f7f5e-9f3c-4a60-8a6e-3f1f2b0c4d5e")


def uid(name: str) -> str:
    """A UUID that is the same in every run."""
    return str(uuid5(SPACE, name))


def request(code: str, kodeverk: int = 7601, *, subject: str | None = None, text: str | None = None) -> Dialogmelding:
    """A Foresporsel."""
    return Dialogmelding(Foresporsel(Code(code, oid(kodeverk), code), subject, text))


def note(code: str, text: str | None = None) -> Dialogmelding:
    """A Notat."""
    return Dialogmelding(Notat(Code(code, oid(7602), code), text=text))


def calendar(related_to: str | None = None, *, contact: str = "8210011") -> XCal:
    """One appointment."""
    event = Event(
        uid("time"), "2026-12-01T10:00:00", "2026-12-01T10:30:00", contact, related_to, "Kontroll", None, "Rom 3"
    )
    return XCal("Testbenk", (event,))


def visit(status: str | None = None) -> XCal:
    """One visit at home with a status."""
    told = replace(
        calendar().events[0],
        status=status,
        location="Hjemmebesøk",
        categories=("TjenesteId:9",),
        organizer=CalendarUser("mailto:post@fjordvik.example", "Fjordvik kommune"),
    )
    return XCal("Testbenk", (told,))


def acting() -> Pasientrelasjon:
    """The mother acts for the child."""
    return Pasientrelasjon("Nordmann", "Kari", Ident.fnr(MOTHER), PARENT)


def attachment() -> Attachment:
    """A small PDF."""
    return Attachment(PDF, "Skjema", b"%PDF-1.4")


def message(
    process: str,
    *payloads: Payload,
    name: str = "m1",
    sender: Role = HN,
    answers: tuple[str, str] | None = None,
    patient: bool = True,
) -> Hodemelding:
    """A whole message; `answers` is (parent, conversation) by name."""
    here, there = (HELSENORGE, STATION) if sender is HN else (STATION, HELSENORGE)
    return Hodemelding(
        type=Code(f"DIALOG_INNBYGGER_{process}", dn=process.title()),
        msg_id=uid(name),
        gen_date=NOW,
        gen_date_text=NOW.isoformat(),
        sender=here,
        receiver=there,
        documents=tuple(Document(payload, issued=NOW) for payload in payloads),
        patient=Patient("Nordmann", "Nora", Ident.fnr(CHILD)) if patient else None,
        conversation=ConversationRef(uid(answers[0]), uid(answers[1])) if answers else None,
    )


def question(*more: Payload, name: str = "m1") -> Hodemelding:
    """A citizen asks."""
    return message("EKONTAKT", request("HE", text="Når er neste kontroll?"), *more, name=name)


def reply(*more: Payload, name: str = "m2", answers: tuple[str, str] = ("m1", "m1")) -> Hodemelding:
    """The EPJ answers."""
    return message("EKONTAKT", note("19", "På tirsdag."), *more, name=name, sender=EPJ, answers=answers)


def follow_up(name: str = "m3", answers: tuple[str, str] = ("m2", "m1")) -> Hodemelding:
    """The citizen answers the answer."""
    return message("EKONTAKT", note("22", "Takk."), name=name, answers=answers)


def own_start() -> Hodemelding:
    """The EPJ starts a dialog."""
    return message("EKONTAKT", request("DI", subject="Time", text="Passer tirsdag?"), sender=EPJ)


def avtale(code: str = "05", *, name: str = "p1", related_to: str | None = None) -> Hodemelding:
    """The EPJ pushes an appointment."""
    return message("AVTALEUTSENDING", request(code, 7602), calendar(related_to), name=name, sender=EPJ)


def cancel(*more: Payload, related_to: str | None = None, name: str = "c1") -> Hodemelding:
    """The citizen asks to cancel."""
    return message("AVTALEAVBESTILLING", request("ART", text="Syk"), calendar(related_to), *more, name=name)


def cancel_answer(code: str = "08", *, name: str = "c2") -> Hodemelding:
    """The EPJ answers the cancellation."""
    return message("AVTALEAVBESTILLING", note(code), calendar(), name=name, sender=EPJ, answers=("c1", "c1"))


class Persons:
    """Those asked about; nobody at all is legal XML."""

    def to_element(self) -> etree._Element:
        """Build the XML."""
        return etree.Element(f"{{{PERSON}}}Personer", nsmap={None: PERSON})


def status_query() -> Hodemelding:
    """The EPJ asks who is digitally active; no patient."""
    persons = cast("Payload", Persons())
    return message("DIGITALBRUKER", request("SIDAB"), persons, sender=EPJ, patient=False)


def receipt(about: Hodemelding, *, name: str = "a1", refused: str = "") -> bytes:
    """The AppRec for a message."""
    errors = (error(refused, "Feil"),) if refused else ()
    return receipt_for(about, receipt_id=uid(name), now=NOW, errors=errors).to_xml()


def item(sender: Role, raw: bytes, *, subject: str = "APPREC", name: str = "", fault: str = "") -> Item:
    """An item with its envelope."""
    one, other = ("8200002", "8210011") if sender is HN else ("8210011", "8200002")
    envelope = business_envelope(
        message_id=uid(f"amqp {name or raw!r}"),
        subject=subject,
        from_her_id=one,
        to_her_id=other,
        time_stamp=NOW.isoformat(),
    )
    return Item(sender, raw, envelope, NOW, deliberate_fault=fault)


def sent(sender: Role, what: Hodemelding, *, fault: str = "", name: str = "") -> Item:
    """A message on the bus."""
    return item(sender, what.to_xml(), subject=what.type.v, fault=fault, name=name)


def refused_on_queue(about: Item, condition: str = "transport:not-well-formed-xml") -> Item:
    """A message of the error queue."""
    assert about.envelope is not None
    envelope = error_envelope(
        about.envelope, message_id=uid("feil"), condition=condition, description="Feil", time_stamp=NOW.isoformat()
    )
    return Item(about.sender.other, b"", envelope, NOW)


def dialog_thread() -> tuple[Item, ...]:
    """Question, answer, follow-up, answer; each with its receipt."""
    items = []
    for sender, what in (
        (HN, question()),
        (EPJ, reply()),
        (HN, follow_up()),
        (EPJ, reply(name="m4", answers=("m3", "m1"))),
    ):
        items += [sent(sender, what), item(sender.other, receipt(what, name=f"a {what.msg_id}"))]
    return tuple(items)


def appointment_thread() -> tuple[Item, ...]:
    """Pushed, then cancelled by the citizen and accepted; each with its receipt."""
    items = []
    for sender, what in (
        (EPJ, avtale(related_to=uid("rel"))),
        (HN, cancel(related_to=uid("rel"))),
        (EPJ, cancel_answer()),
    ):
        items += [sent(sender, what), item(sender.other, receipt(what, name=f"a {what.msg_id}"))]
    return tuple(items)


def exchange(*items: Item, acting_for_other: bool | None = None) -> Exchange:
    """A conversation; the first message's writer may be stated."""
    return Exchange(items, {} if acting_for_other is None else {uid("m1"): acting_for_other})


def without_envelope(one: Item) -> Item:
    """The same item as a bare file."""
    return Item(one.sender, one.raw)


def envelope_of(one: Item, **changes: str) -> Item:
    """The item with other application properties."""
    assert one.envelope is not None
    data = one.envelope.to_json()
    data["application_properties"].update(changes)
    return Item(one.sender, one.raw, Envelope.from_json(json.loads(json.dumps(data))), one.time)


def property_of(one: Item, **changes: str) -> Item:
    """The item with other properties; an empty one is left out."""
    assert one.envelope is not None
    data = one.envelope.to_json()
    data["properties"].update(changes)
    data["properties"] = {name: value for name, value in data["properties"].items() if value}
    return Item(one.sender, one.raw, Envelope.from_json(data), one.time)
