"""Every field that a codec has, filled: none is forgotten by the writer, the reader or the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from standards import xml
from standards.apprec import AppRec, Original
from standards.attachments import PDF, Attachment
from standards.codes import Code, Ident, oid
from standards.dialogmelding import ContactUnit, Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.felleskomponent import Organisation, Person, Practitioner, TeleCom
from standards.helsepersonell import Entry, HelsepersonelListe
from standards.hodemelding import ConversationRef, Document, Hodemelding, OtherReceiver, Patient
from standards.parties import Party, Unit
from standards.pasientrelasjon import PARENT, Pasientrelasjon
from standards.personer import Personer
from standards.schema import SchemaPack
from standards.tjenesteoversikt import Service, TjenesteOversikt
from standards.xcal import CalendarUser, Event, Recurrence, XCal
from standards.xhtml import Xhtml
from tests.standards import good

DAY, LATER, NOW = date(2026, 12, 1), date(2026, 12, 8), datetime(2026, 12, 1, 10, 15, tzinfo=UTC)
CV, CS = Code("7", oid(9034), "Navn", "Opprinnelig"), Code("K", dn="Navn")
IDENTS = (Ident.hpr("1234567"), Ident.her("8210012", person=True))
PHONES = (TeleCom("tel:+4799999999", CS), TeleCom("mailto:a@b.no"))
PERSON = Person("Øien", "Áile", IDENTS, "Ŋ", DAY, CS, PHONES)
PRACTITIONER = Practitioner("Øien", "Áile", IDENTS, "Ŋ", DAY, CS, PHONES, CS, CV)
UNIT = Organisation("Kommunen", IDENTS, CV, PHONES, Organisation("Helsestasjonen", IDENTS))
ROLE = RelatedRole("Øien", "Åse", CV, CV, IDENTS, True, "Ŋ", PHONES, ContactUnit(UNIT, "luka", PRACTITIONER))
OLD_ROLE = replace(ROLE, unit=None)
DIV = Xhtml(f'<div xmlns="{xml.XHTML}">Ta med <b>helsekort</b></div>')
REQUEST = Foresporsel(CV, "Emne", DIV, DAY, LATER, CV, (ROLE,), CV, "Derfor", CS, (CV, CV), "d1")
OLD_REQUEST = replace(REQUEST, subject=None, text="Når?", extra=None, roles=(OLD_ROLE,), journal_info=(CV,))
NOTE = Notat(CV, "Tema", DIV, (ROLE,), "Merk", "d2", DAY, REQUEST)
RULE = Recurrence("WEEKLY", None, "2026-12-31T10:00:00", "2", ("MO", "TU"))
EVENT = Event(
    *("u1", "2026-12-01T10:00:00", "2026-12-01T10:30:00", "8210011", "r1", "Kontroll", "Ta med", "Rom 3", "CANCELLED"),
    categories=("Video", "TjenesteId:9"),
    related_form="uid",
    duration="PT30M",
    attendees=(CalendarUser("mailto:a@b.no", "Åse"), CalendarUser("mailto:c@d.no")),
    organizer=CalendarUser("mailto:e@f.no", "Kommunen"),
    rule=RULE,
    excluded=("2026-12-08T10:00:00", "2026-12-15"),
    expected_duration="PT15M",
    cancellation_reason="Avlyst av tjeneste",
    available_at="2026-11-01T08:00:00",
    referral_id="h1",
)
COUNTED = replace(EVENT, end="", rule=replace(RULE, until=None, count=3))
SERVICE = Service("9", "Hjemmetjeneste", IDENTS[1], DAY, LATER, "2", "Kommunen", PHONES[0], PHONES[1], (ROLE,))
PAYLOADS = {
    "request 1.1": Dialogmelding(REQUEST, "9", "1.1", CV),
    "request 1.0": Dialogmelding(OLD_REQUEST, "9", "1.0", CV),
    "note 1.1": Dialogmelding(NOTE, "9", "1.1", CV),
    "note 1.0": Dialogmelding(replace(NOTE, request=OLD_REQUEST, roles=(OLD_ROLE,)), "9", "1.0", CV),
    "xCal": XCal("Produkt", (EVENT, COUNTED)),
    "Pasientrelasjon": Pasientrelasjon("Æra", "Kari", Ident.fnr(good.MOTHER), PARENT, "Ŋ", PHONES),
    "Personer": Personer((PERSON, PERSON)),
    "HelsepersonelListe": HelsepersonelListe((Entry((PRACTITIONER,), "Ferie"), Entry((PRACTITIONER, PRACTITIONER)))),
    "TjenesteOversikt": TjenesteOversikt((SERVICE, SERVICE)),
    "attachment": Attachment(PDF, "Brev", b"%PDF \xff"),
}
DOCTOR = Unit("Åse Ŋ Øien", IDENTS, True, "Øien", "Åse", CV, "Ŋ")
MESSAGE = Hodemelding(
    type=Code("DIALOG_INNBYGGER_EKONTAKT", dn="eKontakt"),
    msg_id="m1",
    gen_date=NOW,
    sender=Party(Unit("Legekontoret", IDENTS), DOCTOR),
    receiver=good.STATION,
    documents=(Document(PAYLOADS["note 1.1"], "Dialog", NOW, "Innhold"),),
    patient=Patient("Nordmann", "Nora", Ident.fnr(good.CHILD), "Ŋ", DAY, CS, PHONES),
    ack=CS,
    conversation=ConversationRef("p", "c"),
    gen_date_text=NOW.isoformat(),
    processing_status=CS,
    priority=CS,
    other_receivers=(OtherReceiver(CS, good.HELSENORGE),),
)
MIRROR = Party(Unit("Legekontoret", (Ident("1", CS), Ident("2", CS))), Unit("Åse Øien", (Ident("3", CS),), True))
RECEIPT = AppRec(
    *("a1", NOW, MIRROR, MIRROR, CS, Original(CS, NOW.isoformat(), "m1"), (CV, CV), "Program", "1", "COP", "FR", "1.0")
)


def parts(value: Any) -> Iterator[Any]:
    """The value and all it holds."""
    for one in value if isinstance(value, tuple) else (value,):
        if is_dataclass(one):
            yield one
            for field in fields(one):
                yield from parts(getattr(one, field.name))


def test_no_field_is_left_out_of_this_file() -> None:
    places, used = set(), set()
    for one in parts((MESSAGE, RECEIPT, *PAYLOADS.values())):
        for field in fields(one):
            places.add((type(one).__name__, field.name))
            if field.default is MISSING or getattr(one, field.name) != field.default:
                used.add((type(one).__name__, field.name))
    assert places - used == set()


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_filled_payload_is_valid_and_reads_back_the_same(name: str) -> None:
    message = replace(MESSAGE, documents=(Document(PAYLOADS[name], None, NOW, "Innhold"),))
    raw = message.to_xml()
    assert SchemaPack.own().check(xml.parse(raw)) == ()
    assert Hodemelding.from_xml(raw) == message


def test_a_filled_message_is_valid_and_reads_back_the_same() -> None:
    raw = MESSAGE.to_xml()
    assert SchemaPack.own().check(xml.parse(raw)) == ()
    assert Hodemelding.from_xml(raw) == MESSAGE


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_filled_receipt_is_valid_and_reads_back_the_same(version: str) -> None:
    receipt = replace(RECEIPT, version=version)
    assert SchemaPack.own().check(xml.parse(receipt.to_xml())) == ()
    assert AppRec.from_xml(receipt.to_xml()) == receipt
