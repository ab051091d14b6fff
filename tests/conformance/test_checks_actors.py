"""Every check of answers between health actors has something it accepts and something it catches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from conformance.checks import actors
from conformance.reading import Inbound, read
from standards.attachments import PDF, Attachment
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat, RelatedRole
from standards.envelope import Envelope
from standards.hodemelding import Document, Hodemelding
from standards.rules.model import Finding, Severity
from tests.conformance.check_messages import CHILD, FIRST, SECOND, SIBLING, message, receipt

FILE = Attachment(PDF, "Vekstkurve", b"%PDF-1.4 x")


def answer(text: str = "Ja", *, roles: tuple[RelatedRole, ...] = (), msg_id: str = SECOND) -> Inbound:
    body = Dialogmelding(Notat(Code("", ot="Opplysninger om pasient"), text=text, roles=roles))
    return message(body, msg_id=msg_id, type_="DIALOG_HELSEFAGLIG")


def changed(before: str, after: str, source: Inbound | None = None) -> Inbound:
    source = source or answer()
    text = source.raw.decode()
    assert before in text
    return read(text.replace(before, after, 1).encode(), Envelope())


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


def test_an_answer_can_be_read() -> None:
    assert not actors.can_be_read(answer())
    for before, after in (
        ("DIALOG_HELSEFAGLIG", "DIALOG_INNBYGGER_EKONTAKT"),
        ("v1.2 2006-05-24", "v1.2"),
        (SECOND, "melding-1"),
        ('MsgType V="XML"', 'MsgType V="A"'),
    ):
        assert rules(actors.can_be_read(changed(before, after))) == {"HD-01"}, before
    dated = changed(answer().gen_date, "2026-11-21")
    assert rules(actors.can_be_read(dated)) == {"HD-01"}


def test_an_answer_can_be_filed() -> None:
    assert not actors.can_be_filed(answer(), CHILD)
    assert rules(actors.can_be_filed(answer(), SIBLING)) == {"HD-01"}
    assert rules(actors.can_be_filed(changed(">Nora<", "><"), CHILD)) == {"HD-01"}


def test_an_answer_has_a_text_and_names_with_roles() -> None:
    nurse = RelatedRole("Søster", "Siri", Code("1", oid(9057), "Forfatter"))
    assert not actors.says_who(answer())
    named = answer(roles=(nurse,))
    assert "RollerRelatertNotat" in named.raw.decode() and not actors.says_who(named)
    assert rules(actors.says_who(answer(""))) == {"HD-02"}
    assert rules(actors.says_who(changed("Søster", "", changed("Siri", "", named)))) == {"HD-02"}


def test_answers_have_ids_of_their_own() -> None:
    assert not actors.are_apart([answer(msg_id=FIRST), answer()])
    assert rules(actors.are_apart([answer(), answer()])) == {"HD-01"}


def test_a_file_follows_the_answer() -> None:
    bare = Hodemelding.from_xml(answer().raw)
    document = Document(FILE, issued=datetime(2026, 11, 21, tzinfo=UTC))
    with_file = read(replace(bare, documents=(*bare.documents, document)).to_xml(), Envelope())
    assert not actors.has_files(with_file, [FILE]) and not actors.has_files(answer(), [])
    assert rules(actors.has_files(answer(), [FILE])) == {"HD-01"}
    assert rules(actors.has_files(with_file, [replace(FILE, content=b"%PDF-1.4 y")])) == {"HD-01"}


def test_the_doctor_who_signed_is_not_in_the_receipt() -> None:
    assert not actors.clinician_is_left_out(receipt())
    text = receipt().raw.decode()
    head, receiver = text.split("<Receiver>")
    named = f"{head}<Receiver>{receiver.replace('</Inst>', '<HCPerson><Name>Lise</Name></HCPerson></Inst>')}"
    (finding,) = actors.clinician_is_left_out(read(named.encode(), Envelope()))
    assert (finding.rule, finding.severity, finding.found) == ("KON-08", Severity.REMARK, "Lise")


def test_who_does_not_work_here_may_be_written_to_with_a_remark() -> None:
    (remark,) = actors.should_be_refused([receipt()], "en person som ikke finnes her")
    assert (remark.rule, remark.severity) == ("KON-09", Severity.REMARK)
    assert actors.should_be_refused([receipt(FIRST, "E21")], "en person som ikke finnes her") == ()
