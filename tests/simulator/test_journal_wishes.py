"""Wishes for a time, from grown-ups and from young people on their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.people import Person
from standards.codes import Ident
from standards.dialogmelding import Dialogmelding, Foresporsel, RelatedRole
from standards.helsepersonell import HelsepersonelListe
from standards.hodemelding import Document, Hodemelding
from standards.kodeverk.k9034 import K9034
from tests.simulator.booking_kit import Desk, events_of, named, profile, reference, request
from tests.simulator.journal_kit import person

KARI, NORA, SOELVI, AASE = person("kari"), person("nora"), person("soelvi"), person("aase")
GROWN_UP, YOUTH = "DIALOG_INNBYGGER_TIMEONSKE", "DIALOG_INNBYGGER_TIMEONSKEUNGDOM"
TIME = {
    "start": "2026-12-15T14:00:00", "end": "2026-12-15T14:30:00", "summary": "Samtale", "location": "Rom 2",
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return Desk(profile=profile("helsestasjon", "skolehelsetjeneste"))


def wish(desk: Desk, patient: Person, process: str, **options: Any) -> Hodemelding:
    asked = request(process, "OT", patient, text="Helst etter skolen", subject="Ønske om time", **options)
    desk.give(asked)
    return asked


@pytest.mark.parametrize(("process", "patient"), [(GROWN_UP, KARI), (YOUTH, SOELVI)])
def test_a_wish_is_granted_with_a_time_in_the_same_thread(desk: Desk, process: str, patient: Person) -> None:
    asked = wish(desk, patient, process)
    assert desk.answers() == []
    (shown,) = desk.done("read_wishes", patient=patient.ident)["wishes"]
    assert (shown["id"], shown["text"], shown["decision"]) == (asked.msg_id, "Helst etter skolen", "waiting")
    made = desk.done("grant_wish", wish=asked.msg_id, **TIME)["appointment"]
    (answer,) = desk.answers()
    (event,) = events_of(answer)
    assert (answer.code, answer.message.type.v, event.uid, event.status) == ("05", process, made, "CONFIRMED")
    assert answer.message.conversation == reference(asked)
    assert "alt besvart" in desk.refused("decline_wish", wish=asked.msg_id, text="Nei")
    desk.judge()


@pytest.mark.parametrize(("has_it", "code"), [("Vigdis Testvikar", "10"), ("Solveig Testhaug", "05"), (None, "05")])
def test_a_time_with_another_than_the_one_wished_for_is_10_with_her_name(
    desk: Desk, has_it: str | None, code: str
) -> None:
    asked = request(GROWN_UP, "OT", KARI, text="Helst Solveig", subject="Ønske om time")
    body = asked.dialog.body if asked.dialog else None
    wished = RelatedRole(
        "Testhaug", "Solveig", role_to_patient=K9034.cv("23"), idents=(Ident.hpr("1234567"),), practitioner=True
    )
    assert isinstance(body, Foresporsel)
    said = Document(Dialogmelding(replace(body, roles=(wished,))))
    asked = replace(asked, documents=(said, *asked.documents[1:]))
    desk.give(asked)
    desk.answers()
    desk.done("grant_wish", wish=asked.msg_id, **TIME, **({"practitioner": has_it} if has_it else {}))
    (answer,) = desk.answers()
    lists = [one.payload for one in answer.message.documents if isinstance(one.payload, HelsepersonelListe)]
    assert answer.code == code and len(lists) == (code == "10")
    if lists:
        assert lists[0].entries[0].practitioners[0].family == "Testvikar"
    desk.judge()


def test_a_wish_is_declined_in_words(desk: Desk) -> None:
    asked = wish(desk, NORA, GROWN_UP, acting=KARI)
    desk.done("decline_wish", wish=asked.msg_id, text="Det er dessverre fullt. Ring oss.")
    (answer,) = desk.answers()
    assert (answer.code, events_of(answer)) == ("06", ())
    assert [entry["kind"] for entry in desk.entries(NORA)] == ["melding_inn", "avtale"]
    assert desk.entries(NORA)[0]["acting_id"] == KARI.ident
    desk.judge()


@pytest.mark.parametrize(("process", "patient"), [(GROWN_UP, KARI), (YOUTH, SOELVI)])
def test_what_was_wished_for_is_cancelled_again(desk: Desk, process: str, patient: Person) -> None:
    asked = wish(desk, patient, process)
    desk.done("grant_wish", wish=asked.msg_id, **TIME)
    (granted,) = desk.answers()
    off = request(process, "OAT", patient, named(events_of(granted)[0]), text="Det gikk seg til")
    desk.give(off)
    (answer,) = desk.answers()
    assert (answer.code, answer.message.type.v) == ("08", process)
    assert desk.done("read_appointments", patient=patient.ident)["appointments"][0]["slot_free"]
    desk.give(request(process, "OAT", patient, named(events_of(granted)[0])))
    assert [out.code for out in desk.answers()] == ["09"]
    desk.judge()


def test_a_young_persons_cancellation_may_name_only_the_thread(desk: Desk) -> None:
    asked = wish(desk, SOELVI, YOUTH)
    desk.done("grant_wish", wish=asked.msg_id, **TIME)
    (granted,) = desk.answers()
    desk.give(request(YOUTH, "OAT", SOELVI, conversation=reference(asked, granted.message.msg_id)))
    assert [out.code for out in desk.answers()] == ["08"]
    desk.give(request(YOUTH, "OAT", SOELVI))
    assert [out.code for out in desk.answers()] == ["09"]


def test_staff_may_have_to_approve_here_too(desk: Desk) -> None:
    desk.done("change_setting", setting="cancel_approval", value="ja")
    asked = wish(desk, KARI, GROWN_UP)
    made = desk.done("grant_wish", wish=asked.msg_id, **TIME)["appointment"]
    (granted,) = desk.answers()
    desk.give(request(GROWN_UP, "OAT", KARI, named(events_of(granted)[0])))
    assert desk.answers() == []
    desk.done("accept_cancellation", appointment=made)
    (answer,) = desk.answers()
    assert (answer.code, answer.message.type.v) == ("08", GROWN_UP)
    desk.judge()


def test_nobody_wishes_for_a_young_person(desk: Desk) -> None:
    asked = request(YOUTH, "OT", SOELVI, text="Jeg er moren", acting=AASE)
    raw = asked.to_xml()
    assert b"Pasientrelasjon" in raw
    Desk.__mro__[1].give(desk, asked)  # type: ignore[attr-defined]  # Helsenorge never sends it, so it is not judged
    assert [out.code for out in desk.answers()] == ["30"]
    assert desk.done("read_wishes")["wishes"] == [] and desk.entries(SOELVI)[-1]["kind"] == "melding_ut"


def test_a_young_persons_time_is_kept_from_her_parents(desk: Desk) -> None:
    asked = wish(desk, SOELVI, YOUTH)
    made = desk.done("grant_wish", wish=asked.msg_id, **TIME)["appointment"]
    assert [out.code for out in desk.answers()] == ["05"], "the answer goes to her alone"
    assert desk.appointment(SOELVI, made)["exempt"]
    moved = {"start": "2026-12-16T14:00:00", "end": "2026-12-16T14:30:00"}
    answer = desk.do("change_appointment", appointment=made, **moved)
    assert answer["outcome"] == "done" and "unntatt foreldreinnsyn" in answer["reason"]
    assert desk.answers() == []
    desk.judge()


def test_a_journal_that_takes_no_wishes_says_so() -> None:
    desk = Desk(profile=profile(wishes=False))
    wish(desk, KARI, GROWN_UP)
    assert [out.code for out in desk.answers()] == ["26"]
    assert "finnes ikke" in desk.refused("grant_wish", wish="x", **TIME)
    desk.judge()


def test_staff_see_the_wishes_of_their_own_unit(desk: Desk) -> None:
    desk.at = desk.world.services[1]
    asked = wish(desk, KARI, GROWN_UP)
    assert desk.done("read_wishes", unit="helsestasjon")["wishes"] == []
    assert len(desk.done("read_wishes", unit="skolehelsetjeneste")["wishes"]) == 1
    assert "hører til" in desk.refused("decline_wish", wish=asked.msg_id, text="x", unit="helsestasjon")
    desk.done("grant_wish", wish=asked.msg_id, unit="skolehelsetjeneste", **TIME)
    (answer,) = desk.answers()
    assert answer.envelope.from_her_id == "8210012" and events_of(answer)[0].contact == "8210012"
    desk.judge()
