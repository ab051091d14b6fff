"""What the versions of Dialogmelding and AppRec have room for, and how the codecs say what they cannot write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from standards import xml
from standards.apprec import AppRec, receipt_for
from standards.codes import Code, Ident, oid
from standards.dialogmelding import ContactUnit, Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.errors import StandardsError
from standards.felleskomponent import Organisation, Person
from standards.hodemelding import Document, FhirPayload, Hodemelding, Unknown
from standards.personer import Personer
from standards.rules.engine import judge_message
from standards.schema import SchemaPack
from standards.xhtml import Xhtml
from tests.standards import good

DIV = f'<div xmlns="{xml.XHTML}"><p title="&lt;&#10;">Ta med <b>helsekort</b></p></div>'
HELP = Code("HE", oid(7601), "Henvendelse")
UNIT = ContactUnit(Organisation("Helsestasjonen", (Ident.her("8210011"),)), "Spør i luka", Person("Øien", "Åse"))


def around(dialog: Dialogmelding) -> Hodemelding:
    """A message with the dialog."""
    return good.message("KOORDINATOR", dialog)


def read_again(message: Hodemelding) -> Hodemelding:
    """The message as a receiver gets it, valid."""
    raw = message.to_xml()
    assert SchemaPack.own().check(xml.parse(raw)) == ()
    return Hodemelding.from_xml(raw)


def test_a_note_in_10_echoes_the_request() -> None:
    request = Foresporsel(HELP, text="Når?", journal_info=(Code("EP"),), document_id="d1", from_date=date(2026, 1, 2))
    note = Notat(Code("19", oid(7602)), text="Snart", request=request, day=date(2026, 1, 3), remark="m")
    dialog = read_again(around(Dialogmelding(note, "9", "1.0"))).dialog
    assert dialog is not None
    assert (dialog.version, dialog.code, dialog.body, dialog.sakstype) == ("1.0", "19", note, "9")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (Foresporsel(HELP, subject="Emne"), "EmneSporsmal"),
        (Foresporsel(HELP, extra=Code("1", oid(1101))), "KodetOpplysning"),
        (Foresporsel(HELP, text=Xhtml(DIV)), "XHTML i Sporsmal"),
        (Foresporsel(HELP, journal_info=(Code("1"), Code("2"))), "mer enn én TypeJournalinfo"),
        (Notat(HELP, roles=(RelatedRole("", "", unit=UNIT),)), "TilknyttetEnhet"),
        (Notat(HELP, request=Foresporsel(HELP, subject="Emne")), "EmneSporsmal"),
    ],
)
def test_what_10_has_no_room_for_is_refused_and_11_takes_it(body: Foresporsel | Notat, name: str) -> None:
    with pytest.raises(StandardsError, match=name):
        Dialogmelding(body, version="1.0").to_element()
    dialog = read_again(around(Dialogmelding(body))).dialog
    assert dialog is not None and dialog.body == body


def test_an_unknown_version_is_refused_with_those_that_exist() -> None:
    with pytest.raises(StandardsError, match=r"1\.0 eller 1\.1"):
        Dialogmelding(Notat(HELP), version="2.0").to_element()
    receipt = receipt_for(good.question(), receipt_id="a1", now=good.NOW)
    with pytest.raises(StandardsError, match=r"1\.0 eller 1\.1"):
        replace(receipt, version="2.0").to_element()


def test_a_role_may_be_only_a_unit() -> None:
    role = RelatedRole("", "", Code("1", oid(9057)), unit=UNIT)
    element = Dialogmelding(Notat(HELP, roles=(role,))).to_element()
    assert element.find("{*}Notat/{*}RollerRelatertNotat/{*}Person") is None
    assert element.findtext("{*}Notat/{*}RollerRelatertNotat/{*}TilknyttetEnhet/{*}Person/{*}FamilyName") == "Øien"


def test_xhtml_reads_as_its_text_and_keeps_its_markup() -> None:
    dialog = read_again(around(Dialogmelding(Notat(HELP, text=Xhtml(DIV))))).dialog
    assert dialog is not None
    text = dialog.body.text
    assert isinstance(text, Xhtml)
    assert text.split() == ["Ta", "med", "helsekort"]
    assert "<b>helsekort</b>" in text.markup


@pytest.mark.parametrize("markup", ["<div>uten navnerom</div>", "bare tekst", f'<div xmlns="{xml.XHTML}">', ""])
def test_what_is_not_xhtml_is_refused(markup: str) -> None:
    with pytest.raises(StandardsError):
        Xhtml(markup)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"før {DIV}", "før Ta med helsekort"),
        (f"{DIV}<!-- nei -->{DIV}", "Ta med helsekortTa med helsekort"),
        ("<b>uten</b> navnerom", "uten navnerom"),
        ("a<!-- nei -->b", "ab"),
        (f"<h:div xmlns:h='{xml.XHTML}' xmlns:r='relativt'><r:b>x</r:b></h:div>", "x"),
    ],
)
def test_other_markup_reads_as_plain_text(content: str, text: str) -> None:
    note = f"<Notat><TekstNotatInnhold>{content}</TekstNotatInnhold></Notat>"
    raw = f'<Dialogmelding xmlns="{xml.DIALOG_11}">{note}</Dialogmelding>'
    found = Dialogmelding.from_element(xml.parse(raw.encode())).body.text
    assert str(found) == text


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_a_character_that_xml_lacks_is_named(bad: str) -> None:
    with pytest.raises(StandardsError, match="Sporsmal"):
        Dialogmelding(Foresporsel(HELP, text=f"a{bad}")).to_element()
    with pytest.raises(StandardsError, match="TypeForesp"):
        Dialogmelding(Foresporsel(Code(bad))).to_element()


@pytest.mark.parametrize(("version", "asks", "answers"), [("1.0", "SPR", "REQ"), ("1.1", "PRIM", "PRIM")])
def test_a_receipt_has_the_version_and_the_roles_that_fit_the_dialog(version: str, asks: str, answers: str) -> None:
    for body, role in ((Foresporsel(HELP), asks), (Notat(HELP), answers)):
        receipt = receipt_for(around(Dialogmelding(body, version=version)), receipt_id=good.uid("a"), now=good.NOW)
        assert (receipt.version, receipt.sender_role) == (version, role)
        assert receipt.receiver_role == ("" if version == "1.0" else "AVS")
        raw = receipt.to_xml()
        assert AppRec.from_xml(raw) == receipt
        assert [finding for finding in judge_message(raw).findings if finding.rule.startswith("AR-")] == []


def test_the_version_of_a_receipt_can_be_stated() -> None:
    message = around(Dialogmelding(Notat(HELP), version="1.0"))
    assert receipt_for(message, receipt_id="a1", now=good.NOW, version="1.1").version == "1.1"


def test_an_empty_dialogmelding_is_unknown_but_its_version_counts() -> None:
    empty = Unknown(etree.Element(f"{{{xml.DIALOG_10}}}Dialogmelding"))
    message = Hodemelding.from_xml(replace(good.question(), documents=(Document(empty),)).to_xml())
    assert message.dialog is None
    assert receipt_for(message, receipt_id="a1", now=good.NOW).version == "1.0"


def test_a_broken_resource_is_unknown_and_stays_where_it_was() -> None:
    resource = FhirPayload({"resourceType": "EpisodeOfCare", "status": "active"})
    message = Hodemelding.from_xml(replace(good.question(), documents=(Document(resource),)).to_xml())
    assert message.documents[0].payload == resource
    element = etree.Element("{urn:x}noe")
    holder = etree.Element("holder")
    holder.append(element)
    again = replace(message, documents=(Document(Unknown(element)),))
    assert again.to_xml() == again.to_xml()
    assert element.getparent() is holder


def test_the_list_of_persons_is_a_payload() -> None:
    persons = Personer((Person("Nordmann", "Nora", (Ident.fnr(good.CHILD),)),))
    message = read_again(good.message("DIGITALBRUKER", good.request("SIDAB"), persons, patient=False))
    assert message.first(Personer) == persons
