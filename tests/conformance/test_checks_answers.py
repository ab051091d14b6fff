"""Every check of answers has something it accepts and something it catches."""

from __future__ import annotations

from typing import Any

from conformance.checks import answers
from conformance.checks.answers import Asked
from conformance.checks.appointments import Planned
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Notat
from standards.parties import Party
from standards.pasientrelasjon import PARENT, Pasientrelasjon
from standards.rules.model import Severity
from standards.xcal import Event, XCal
from tests.conformance.check_messages import (
    CHILD,
    EPJ_HER,
    FIRST,
    OUR_HER,
    SECOND,
    SIBLING,
    UID,
    US,
    message,
    note,
    push,
    receipt,
    request,
)

ASKED = Asked(FIRST, FIRST, CHILD, EPJ_HER, OUR_HER, "DIALOG_INNBYGGER_EKONTAKT")
PLANNED = Planned("1", CHILD, "2027-01-12T10:07:00", "2027-01-12T10:22:00", "Rom 2", frozenset({EPJ_HER}))


def answer(code: str = "19", text: str = "", **more: Any) -> Any:
    return note(code, text, **{"parent": FIRST, "conversation": FIRST, **more})


def test_an_answer_refers_to_the_question() -> None:
    assert answers.is_answer_to(answer(parent=FIRST.upper()), ASKED)
    assert not answers.is_answer_to(answer(parent=SECOND), ASKED)
    assert not answers.is_answer_to(receipt(), ASKED)
    assert not answers.is_answer_to(push("08"), ASKED)


def test_only_codes_of_the_set_pass() -> None:
    assert not answers.has_code(answer("09"), ("08", "09"))
    assert answers.has_code(answer("26"), ("08",))[0].rule == "A14"
    assert answers.has_code(request("08"), ("08",))[0].found == "Foresporsel 08"


def test_one_answer_passes_and_two_are_caught() -> None:
    assert not answers.is_only_answer([answer("08")])
    assert answers.is_only_answer([answer("08"), answer("08")])[0].found == "kode 08, kode 08"
    assert answers.is_only_answer([])


def test_an_answer_fits_its_question() -> None:
    assert not answers.fits_question(answer(), ASKED)
    other = Party.service("Annen kommune", "8210002", "Annen helsestasjon", "8210022")
    wrong = answer(parent=SECOND, conversation=SECOND, patient=SIBLING, sender=other)
    rules = [finding.rule for finding in answers.fits_question(wrong, ASKED)]
    assert rules == ["MH-08", "MH-08", "MH-05", "MH-06"]


def test_an_answer_never_carries_a_relation() -> None:
    relation = Pasientrelasjon("Dal", "Kari", Ident.fnr(SIBLING), PARENT)
    body = Dialogmelding(Notat(Code("19", oid(7602)), text="Hei"))
    wrong = message(body, relation, parent=FIRST, conversation=FIRST)
    (finding,) = answers.fits_question(wrong, ASKED)
    assert (finding.rule, finding.found) == ("PR-01", SIBLING)
    assert finding.line


def test_the_text_is_the_same_to_the_letter() -> None:
    assert not answers.says(answer(text="Blåbær på Kárášjohka 👶🏽"), "Blåbær på Kárášjohka 👶🏽")
    (finding,) = answers.says(answer(text="Bl?b?r"), "Blåbær")
    assert (finding.rule, "tegn 3" in finding.fix) == ("EK-01", True)


def test_a_first_message_from_staff() -> None:
    assert not answers.opens_thread(request("DI", "Hei", "Emne"), "DI", "Hei", "Emne", [ASKED.type])
    wrong = request("DI", "Hei", "Annet", parent=FIRST, conversation=FIRST)
    assert [finding.rule for finding in answers.opens_thread(wrong, "EKI", "Hei", "Emne", [ASKED.type])] == [
        "EK-01",
        "EK-01",
        "MH-08",
    ]
    (finding,) = answers.opens_thread(request("DI", "Hei", "Emne"), "DI", "Hei", "Emne", ["A", "B"])
    assert (finding.rule, finding.expected) == ("MH-03", "A eller B")


def test_the_calendar_of_an_answer_names_the_appointment() -> None:
    keys = frozenset({UID})
    body = Dialogmelding(Notat(Code("08", oid(7602))))
    event = Event(UID, "2027-01-12T10:07:00", "2027-01-12T10:22:00", EPJ_HER)
    other = Event("other", "2027-01-12T10:07:00", "2027-01-12T10:22:00", EPJ_HER)
    assert not answers.names_appointment(answer("08"), keys)
    assert not answers.names_appointment(message(body, XCal("t", (event,))), keys)
    assert answers.names_appointment(message(body, XCal("t", (other,))), keys)[0].rule == "A13"


def test_an_answer_before_staff_has_decided_is_caught() -> None:
    assert not answers.too_early([])
    assert answers.too_early([answer("08")])[0].rule == "AVT-03"


def book(**state: Any) -> dict[str, Any]:
    return {"appointments": [{"id": "1", "start": PLANNED.start, "status": "planned", "slot_free": False, **state}]}


def test_what_the_citizen_was_told_agrees_with_the_timebook() -> None:
    gone = book(status="cancelled", slot_free=True)
    assert answers.agrees_with_timebook("08", (), gone, PLANNED) is None
    assert answers.agrees_with_timebook("08", (False,), gone, PLANNED) is None
    assert answers.agrees_with_timebook("09", (False,), book(), PLANNED) is None
    assert "flyttet" in str(answers.agrees_with_timebook("08", (True,), gone, PLANNED))
    assert "planned" in str(answers.agrees_with_timebook("08", (), book(), PLANNED))
    assert "cancelled" in str(answers.agrees_with_timebook("09", (True,), gone, PLANNED))
    assert "07" in str(answers.agrees_with_timebook("09", (), book(), PLANNED))


def test_we_are_the_receiver() -> None:
    swapped = answer(receiver=Party.service("X", "8200001", "Y", "8200003"))
    assert answers.fits_question(swapped, ASKED)[0].found == "8200003"
    assert US.her_id == OUR_HER


def test_a_message_is_told_once() -> None:
    assert not answers.is_told_once([request("EKI")])
    assert answers.is_told_once([request("EKI"), request("EKI")])[0].rule == "EK-01"


def test_an_answer_belongs_to_the_process_of_the_question() -> None:
    other = answer(type_="DIALOG_INNBYGGER_HELSEPERSONELL")
    assert [finding.rule for finding in answers.fits_question(other, ASKED)] == ["MH-03"]


def test_a_signature_under_the_words_of_staff_is_a_remark() -> None:
    (remark,) = answers.says(note("19", "Kom på tirsdag.\n\nHilsen Siri"), "Kom på tirsdag.")
    assert (remark.rule, remark.severity) == ("EK-03", Severity.REMARK)
