"""The codecs build what they read, in the order the schema wants, and read leniently."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from standards import xml
from standards.apprec import AppRec, error, receipt_for
from standards.attachments import PDF, Attachment
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.errors import NotThisMessage
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient
from standards.identifiers import make_fnr
from standards.parties import Party, Unit
from standards.pasientrelasjon import PARENT, Pasientrelasjon
from standards.schema import SchemaPack
from standards.xcal import Event, XCal

NOW = datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
CHILD = make_fnr(date(2020, 3, 1), 512)
MOTHER = make_fnr(date(1990, 5, 4), 402)
HELSENORGE = Party.service("Helsenorge (simulert)", "8200001", "Digitale innbyggertjenester", "8200002")
CLINIC = Party.service("Fjordvik kommune", "8210001", "Helsestasjonen i Fjordvik", "8210011")
DOCTOR = Party(
    Unit("Legekontoret", (Ident.her("8210001"), Ident.enh("999999999"))),
    Unit("Åse Øien", (Ident.hpr("1234567"), Ident.her("8210012", person=True)), True, "Øien", "Åse", Code("6")),
)


def message(*payloads: Dialogmelding | XCal | Pasientrelasjon | Attachment, receiver: Party = CLINIC) -> Hodemelding:
    return Hodemelding(
        type=Code("DIALOG_INNBYGGER_EKONTAKT", dn="Dialog med innbygger - eKontakt"),
        msg_id="b6cd42ac-21d1-4706-b229-2d2697fcbb4f",
        gen_date=NOW,
        sender=HELSENORGE,
        receiver=receiver,
        patient=Patient("Æra", "Ida Bjørk", Ident.national(CHILD)),
        conversation=ConversationRef("p", "c"),
        documents=tuple(Document(payload, issued=NOW) for payload in payloads),
    )


ENQUIRY = Dialogmelding(
    Foresporsel(
        Code("HE", oid(7601), "Henvendelse"),
        subject="Vaksine",
        text="Kan vi bytte dag? Mvh Áile Ŋuvttos 😀",
        from_date=date(2026, 1, 2),
        extra=Code("2", oid(1101), "Nei"),
        roles=(RelatedRole("Øien", "Åse", None, Code("23", oid(9034)), (Ident.hpr("1234567"),), True),),
    ),
    sakstype="9",
)
ANSWER = Dialogmelding(Notat(Code("19", oid(7602)), "Svar", "Ja.", (RelatedRole("Øien", "Åse", Code("1", oid(9057))),)))
EVENT = Event(
    uid="8818f900-7882-4dbc-9aea-b187f41c2ded",
    start="2026-12-01T11:45:00",
    end="2026-12-01T12:00:00",
    contact="8210011",
    related_to="651b1341-26ca-41e4-8c21-0800200c9a66",
    summary="Seksårskontroll",
    description="Ta med brillene",
    location="Storgata 1",
    status="CONFIRMED",
    categories=("Video", "TjenesteId:9"),
)
RELATION = Pasientrelasjon("Æra", "Kari", Ident.national(MOTHER), PARENT)
EVERYTHING = (ENQUIRY, XCal("Simulert EPJ", (EVENT,)), RELATION, Attachment(PDF, "Brev", b"%PDF-1.7 \xff"))


@pytest.mark.parametrize("receiver", [CLINIC, DOCTOR], ids=["service", "person"])
@pytest.mark.parametrize("payloads", [EVERYTHING, (ANSWER,)], ids=["enquiry", "answer"])
def test_what_is_built_is_valid_and_reads_back_the_same(payloads: tuple[Dialogmelding, ...], receiver: Party) -> None:
    built = message(*payloads, receiver=receiver).to_xml()
    assert SchemaPack.own().check(xml.parse(built)) == ()
    read = Hodemelding.from_xml(built)
    assert [document.payload for document in read.documents] == list(payloads)
    assert read.receiver.her_id == receiver.her_id
    assert read.to_xml() == built


@pytest.mark.parametrize("party", [CLINIC, DOCTOR], ids=["service", "person"])
@pytest.mark.parametrize("errors", [(), (error("E10", "Ugyldig meldingsidentifikator", "MsgId er ikke en UUID"),)])
def test_a_receipt_mirrors_both_levels_and_copies_the_original(party: Party, errors: tuple[Code, ...]) -> None:
    original = Hodemelding.from_xml(message(ENQUIRY, receiver=party).to_xml())
    built = receipt_for(original, receipt_id="a1", now=NOW, errors=errors, software="Simulert").to_xml()
    assert SchemaPack.own().check(xml.parse(built)) == ()
    receipt = AppRec.from_xml(built)
    assert receipt.accepted is not errors
    assert (receipt.sender.parent_her_id, receipt.sender.her_id) == (party.parent_her_id, party.her_id)
    assert (receipt.receiver.parent_her_id, receipt.receiver.her_id) == ("8200001", "8200002")
    assert receipt.original.issued == original.gen_date_text
    assert (receipt.original.type.v, receipt.original.msg_id) == (original.type.v, original.msg_id)
    assert receipt.errors == errors
    assert receipt.to_xml() == built


def test_seven_fraction_digits_in_gendate_are_kept_to_the_letter() -> None:
    text = "2017-05-16T10:17:11.3398449+02:00"
    changed = message(ENQUIRY).to_xml().replace(NOW.isoformat().encode(), text.encode(), 1)
    read = Hodemelding.from_xml(changed)
    assert read.gen_date_text == text
    assert receipt_for(read, receipt_id="a1", now=NOW).original.issued == text


def test_a_message_without_most_things_reads_as_empty() -> None:
    read = Hodemelding.from_xml(f'<MsgHead xmlns="{xml.MSGHEAD}"><MsgInfo/></MsgHead>'.encode())
    assert (read.msg_id, read.patient, read.dialog, read.sender.her_id) == ("", None, None, "")


def test_something_else_is_refused_with_what_was_expected() -> None:
    with pytest.raises(NotThisMessage, match="Ventet: MsgHead"):
        Hodemelding.from_xml(b"<hei/>")
    with pytest.raises(NotThisMessage, match="applikasjonskvittering"):
        AppRec.from_xml(b"<hei/>")
