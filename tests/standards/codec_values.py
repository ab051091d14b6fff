"""Values of every codec, for hypothesis: all that a message may say, with the texts that break careless code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from lxml import etree

from standards.apprec import AppRec, Original
from standards.attachments import Attachment
from standards.codes import Code, Ident, oid
from standards.dialogmelding import ContactUnit, Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.felleskomponent import Organisation, Person, Practitioner, TeleCom
from standards.helsepersonell import Entry, HelsepersonelListe
from standards.hodemelding import ConversationRef, Document, Hodemelding, OtherReceiver, Patient
from standards.kodeverk.k8112 import K8112
from standards.parties import Party, Unit
from standards.pasientrelasjon import Pasientrelasjon
from standards.payloads import FhirPayload, Unknown
from standards.personer import Personer
from standards.tjenesteoversikt import Service, TjenesteOversikt
from standards.xcal import CalendarUser, Event, Recurrence, XCal
from standards.xhtml import Xhtml
from standards.xml import XHTML

T = TypeVar("T")
HARD = (
    "Áile Ŋuvttos, Čáhppesjohka ŦŽŠĐ",
    "Blåbærsyltetøy på Ærøskøbing",
    "a < b && c > d ]]> &amp; &#10; <!-- x -->",
    " foran og bak ",
    "linje 1\nlinje 2\r\nlinje 3\tinnrykk",
    "i to deler: a\u030a e\u0301",
    "😀 \u200d\u00a0\ufeff\u2028",
    "\"sitat\" 'og' `mer`",
    "",
    " ",
)


def maybe(values: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """A value, or none."""
    return st.none() | values


def some(values: SearchStrategy[T], least: int = 0) -> SearchStrategy[tuple[T, ...]]:
    """A few values."""
    return st.lists(values, min_size=least, max_size=2).map(tuple)


TEXTS = st.sampled_from(HARD) | st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff"),
    max_size=12,
)
IDS = st.sampled_from(("8210011", "b6cd42ac-21d1-4706-b229-2d2697fcbb4f", "ÅØ/1 x", "1")) | TEXTS.map(str.strip)
NAMES = st.sampled_from(("Øien", "Bjørk Ánne", "O'Neill & Sønn", "Ŋ")) | TEXTS.map(str.strip).filter(bool)
DATES = st.dates()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# One day from either end of time: further out no zone has room.
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC) | ZONES)
# Ready-made, since a message has dozens of codes: drawing each of their texts would take most of the time.
CS = st.sampled_from([Code(v, "", text) for v in ("", "1", "ÅØ/1 x") for text in HARD])
CV = st.sampled_from([Code(v, s, text, text[::-1]) for v in ("", "HE") for s in ("", oid(7602)) for text in HARD])
IDENTS = st.builds(Ident, IDS, CV)
ADDRESSES = ("tel:+4799999999", "mailto:a@b.no", "https://x.no/a?b=c")
TELECOMS = st.sampled_from([TeleCom(address, kind) for address in ADDRESSES for kind in (None, Code("MC", dn="Æ"))])

_PERSON: dict[str, SearchStrategy[Any]] = {
    "family": TEXTS,
    "given": TEXTS,
    "middle": maybe(TEXTS),
    "born": maybe(DATES),
    "sex": maybe(CS),
    "telecoms": some(TELECOMS),
}
PERSONS = st.builds(Person, idents=some(IDENTS), **_PERSON)
PRACTITIONERS = st.builds(Practitioner, idents=some(IDENTS, 1), type=maybe(CS), role_to_patient=maybe(CV), **_PERSON)
ORGANISATIONS: SearchStrategy[Organisation] = st.builds(
    Organisation,
    TEXTS,
    some(IDENTS, 1),
    maybe(CV),
    some(TELECOMS),
    maybe(st.builds(Organisation, TEXTS, some(IDENTS, 1))),
)
UNITS = st.builds(ContactUnit, ORGANISATIONS, maybe(TEXTS), maybe(PERSONS | PRACTITIONERS))


def roles(units: SearchStrategy[ContactUnit | None]) -> SearchStrategy[RelatedRole]:
    """Someone who took part."""
    person = (maybe(CV), maybe(CV), some(IDENTS), st.booleans(), maybe(TEXTS), some(TELECOMS), units)
    alone = st.builds(RelatedRole, st.just(""), st.just(""), unit=units)
    return alone | st.builds(RelatedRole, TEXTS, TEXTS, *person)


@st.composite
def xhtml(draw: st.DrawFn) -> Xhtml:
    """A div with text, markup and an attribute at every level."""
    root = etree.Element(f"{{{XHTML}}}div", nsmap={draw(st.sampled_from((None, "h"))): XHTML})
    for _ in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from(list(root.iter())))
        child = etree.SubElement(parent, f"{{{XHTML}}}{draw(st.sampled_from(('p', 'b', 'br', 'ul')))}")
        child.text, child.tail = draw(TEXTS), draw(TEXTS)
        child.set(draw(st.sampled_from(("class", "title"))), draw(TEXTS))
    return Xhtml(etree.tostring(root, encoding="unicode"))


def requests(version: str) -> SearchStrategy[Foresporsel]:
    """A Foresporsel with room for all that the version has."""
    new = version == "1.1"
    return st.builds(
        Foresporsel,
        type=CV,
        subject=maybe(TEXTS) if new else st.none(),
        text=maybe(TEXTS | xhtml()) if new else maybe(TEXTS),
        from_date=maybe(DATES),
        to_date=maybe(DATES),
        extra=maybe(CV) if new else st.none(),
        roles=some(roles(maybe(UNITS) if new else st.none())),
        purpose=maybe(CV),
        reason=maybe(TEXTS),
        urgency=maybe(CS),
        journal_info=st.lists(CV, max_size=2 if new else 1).map(tuple),
        document_id=maybe(TEXTS),
    )


def notes(version: str) -> SearchStrategy[Notat]:
    """A Notat with room for all that the version has."""
    return st.builds(
        Notat,
        theme=CV,
        subject=maybe(TEXTS),
        text=maybe(TEXTS | xhtml()),
        roles=some(roles(maybe(UNITS) if version == "1.1" else st.none())),
        remark=maybe(TEXTS),
        document_id=maybe(TEXTS),
        day=maybe(DATES),
        request=maybe(st.just(Foresporsel(Code("HE"), text="Æ", roles=(RelatedRole("Å", "Ŋ"),)))),
    )


def dialogs(version: str) -> SearchStrategy[Dialogmelding]:
    """A Dialogmelding of a version."""
    return st.builds(Dialogmelding, requests(version) | notes(version), maybe(TEXTS), st.just(version), maybe(CV))


MOMENTS = st.sampled_from(("2026-12-01T11:45:00", "2026-12-01T11:45:00Z", "2026-12-01T11:45:00.5", "2026-12-01"))
USERS = st.builds(CalendarUser, IDS, maybe(TEXTS))
LENGTHS = st.sampled_from(("PT30M", "P30M", "2W"))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """A series that ends by count, by date, or not at all."""
    count = draw(maybe(st.integers(0, 400)))
    until = None if count is not None else draw(maybe(MOMENTS))
    days = draw(some(st.sampled_from(("MO", "TU", "-1SU"))))
    return Recurrence(draw(st.sampled_from(("DAILY", "WEEKLY"))), count, until, draw(maybe(IDS)), days)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An appointment with any of its properties."""
    related = draw(maybe(IDS))
    return Event(
        uid=draw(IDS),
        start=draw(MOMENTS),
        end=draw(MOMENTS | st.just("")),
        contact=draw(IDS),
        related_to=related,
        summary=draw(maybe(TEXTS)),
        description=draw(maybe(TEXTS)),
        location=draw(maybe(TEXTS)),
        status=draw(maybe(TEXTS)),
        categories=draw(some(IDS)),
        related_form="text" if related is None else draw(st.sampled_from(("uri", "uid", "text"))),
        duration=draw(maybe(LENGTHS)),
        attendees=draw(some(USERS)),
        organizer=draw(maybe(USERS)),
        rule=draw(maybe(rules())),
        excluded=draw(some(MOMENTS)),
        expected_duration=draw(maybe(LENGTHS)),
        cancellation_reason=draw(maybe(st.sampled_from(("Avlyst av tjeneste", "Avlyst - ikke hjemme")))),
        available_at=draw(maybe(MOMENTS.filter(lambda moment: "T" in moment))),
        referral_id=draw(maybe(TEXTS)),
    )


def _resource(kind: str, text: str) -> FhirPayload:
    label = {"system": "urn:oid:1.2.3", "code": "N", "display": text}
    return FhirPayload({"resourceType": kind, "id": "a-1", "meta": {"security": [label]}})


def _strange(text: str) -> Unknown:
    element = etree.Element("{urn:x-strange}ukjent", nsmap={None: "urn:x-strange"})
    element.text = text or None
    return Unknown(element)


SERVICES = st.builds(
    Service,
    id=TEXTS,
    name=TEXTS,
    her_id=IDENTS,
    from_date=DATES,
    to_date=maybe(DATES),
    area=TEXTS,
    delivered_by=maybe(TEXTS),
    phone=maybe(TELECOMS),
    url=maybe(TELECOMS),
    roles=some(roles(maybe(UNITS))),
)
PAYLOADS: dict[str, SearchStrategy[Any]] = {
    "Dialogmelding 1.0": dialogs("1.0"),
    "Dialogmelding 1.1": dialogs("1.1"),
    "icalendar": st.builds(XCal, TEXTS, some(events())),
    "Pasientrelasjon": st.builds(Pasientrelasjon, TEXTS, TEXTS, IDENTS, CV, maybe(TEXTS), some(TELECOMS)),
    "Personer": st.builds(Personer, some(PERSONS)),
    "HelsepersonelListe": st.builds(HelsepersonelListe, some(st.builds(Entry, some(PRACTITIONERS), maybe(TEXTS)))),
    "TjenesteOversikt": st.builds(TjenesteOversikt, some(SERVICES)),
    "vedlegg": st.builds(Attachment, TEXTS, TEXTS, st.binary(max_size=40)),
}
"""What the schemas know, by name."""
OUTSIDE: dict[str, SearchStrategy[Any]] = {
    "FHIR": st.builds(_resource, st.sampled_from(("EpisodeOfCare", "Appointment", "OperationOutcome")), NAMES),
    "ukjent": TEXTS.map(_strange),
}
"""What a document may hold, but our schemas do not know."""


@st.composite
def parties(draw: st.DrawFn) -> Party:
    """A sender or receiver, on one level or two."""
    level1 = Unit(draw(TEXTS), draw(some(IDENTS, 1)))
    family, given, middle = draw(NAMES), draw(NAMES), draw(maybe(NAMES))
    name = " ".join(part for part in (given, middle, family) if part)
    person = Unit(name, draw(some(IDENTS, 1)), True, family, given, draw(maybe(CV)), middle)
    service = Unit(draw(TEXTS), draw(some(IDENTS, 1)))
    return Party(level1, draw(st.sampled_from((None, service, person))))


PATIENTS = st.builds(Patient, TEXTS, TEXTS, maybe(IDENTS), maybe(TEXTS), maybe(DATES), maybe(CS), some(TELECOMS))


@st.composite
def documents(draw: st.DrawFn, payload: SearchStrategy[Any]) -> Document:
    """A document; an attachment brings its own description."""
    content = draw(payload)
    description = None if isinstance(content, Attachment) else draw(maybe(TEXTS))
    return Document(content, description, draw(maybe(TIMES)), draw(maybe(TEXTS)))


def messages(payload: SearchStrategy[Any]) -> SearchStrategy[Hodemelding]:
    """A whole message with one or two documents."""
    return st.builds(
        Hodemelding,
        type=CS,
        msg_id=IDS,
        gen_date=TIMES,
        sender=parties(),
        receiver=parties(),
        documents=some(documents(payload), 1),
        patient=maybe(PATIENTS),
        ack=maybe(CS),
        conversation=maybe(st.builds(ConversationRef, IDS, IDS)),
        processing_status=maybe(CS),
        priority=maybe(CS),
        other_receivers=some(st.builds(OtherReceiver, CS, maybe(parties()))),
    )


RECEIPT_IDENTS = st.builds(Ident, IDS, CS)
RECEIPT_UNITS = st.builds(Unit, TEXTS, some(RECEIPT_IDENTS))
RECEIPT_PERSONS = st.builds(Unit, TEXTS, some(RECEIPT_IDENTS), st.just(True))
RECEIPT_PARTIES = st.builds(Party, RECEIPT_PERSONS) | st.builds(
    Party, RECEIPT_UNITS, maybe(RECEIPT_UNITS | RECEIPT_PERSONS)
)


def receipts(version: str) -> SearchStrategy[AppRec]:
    """A receipt of a version."""
    role = st.sampled_from(("", *K8112.codes))
    return st.builds(
        AppRec,
        id=IDS,
        gen_date=TIMES,
        sender=RECEIPT_PARTIES,
        receiver=RECEIPT_PARTIES,
        status=CS,
        original=st.builds(Original, CS, TIMES.map(datetime.isoformat), IDS),
        errors=some(CV),
        software_name=maybe(TEXTS),
        software_version=maybe(TEXTS),
        sender_role=role,
        receiver_role=role,
        version=st.just(version),
    )
