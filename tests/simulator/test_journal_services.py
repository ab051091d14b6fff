"""A journal with several services: each its own queues, messages and access."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from simulator.journal import cancellations, lists, timebok
from simulator.journal.patients import NewPatient
from simulator.journal.refusals import Refused
from simulator.landscape import packs
from simulator.landscape.inhabitants import patients
from simulator.landscape.parties import services
from simulator.people.kinds.care import HOME_CARE
from simulator.people.small import population
from simulator.vendors import find_profile
from standards.identifiers import make_fnr
from tests.simulator.journal_kit import Kit, envelope_for, numbered, person, question

NORA = person("biret")
PROFILE = replace(find_profile("visma_hspro"), services=("helsestasjon", "jordmor"))
CLINIC, MIDWIFE = services(PROFILE)


@pytest.fixture
def kit() -> Kit:
    return Kit(profile=PROFILE)


def _ask_midwife(kit: Kit) -> str:
    asked = replace(question(NORA), receiver=MIDWIFE.party)
    kit.give(asked, envelope=envelope_for(asked.type.v, to_her_id=MIDWIFE.her_id))
    return asked.msg_id


def test_a_message_is_filed_and_answered_where_it_was_addressed(kit: Kit) -> None:
    thread = _ask_midwife(kit)
    (receipt,) = kit.take()
    assert receipt.code == "kvittering 1" and receipt.envelope.from_her_id == MIDWIFE.her_id
    kit.done("answer_dialog", thread=thread, text="Ja", outcome="answer")
    (answer,) = kit.take()
    assert answer.message.sender == MIDWIFE.party and answer.envelope.from_her_id == MIDWIFE.her_id


def test_staff_of_one_service_do_not_see_what_belongs_to_another(kit: Kit) -> None:
    thread = _ask_midwife(kit)
    assert kit.done("read_journal", patient=NORA.ident, unit="helsestasjon")["entries"] == []
    assert len(kit.done("read_journal", patient=NORA.ident, unit=MIDWIFE.her_id)["entries"]) == 1
    assert len(kit.entries(NORA)) == 1
    for intent, more in (("read_thread", {}), ("answer_dialog", {"text": "Nei", "outcome": "answer"})):
        assert "hører til" in kit.refused(intent, thread=thread, unit="helsestasjon", **more)
    assert kit.done("read_thread", thread=thread, unit="jordmor")["messages"]


def test_an_appointment_is_pushed_by_the_service_that_has_it(kit: Kit) -> None:
    there = kit.book(NORA, unit="jordmor")
    kit.book(NORA)
    first, second = kit.take()
    assert (first.envelope.from_her_id, second.envelope.from_her_id) == (MIDWIFE.her_id, CLINIC.her_id)
    assert first.message.calendar is not None and first.message.calendar.events[0].contact == MIDWIFE.her_id
    assert "hører til" in kit.refused("cancel_appointment", appointment=there, unit="helsestasjon")
    kit.done("cancel_appointment", appointment=there)
    assert kit.take()[0].envelope.from_her_id == MIDWIFE.her_id


def test_a_patient_is_seen_by_some_services_and_by_those_she_writes_to(kit: Kit) -> None:
    ident = make_fnr(date(2024, 5, 17), 600)
    born = NewPatient("ny", ident, "Moe", "Ella", "2024-05-17", "barn", services=("jordmor",))
    kit.journal.register([born])
    assert "følges ikke opp ved Fjordvik" in kit.refused("read_journal", patient=ident, unit="helsestasjon")
    kit.done("start_dialog", patient=ident, subject="Hei", text="Hei", answerable=True)
    assert kit.take()[0].envelope.from_her_id == MIDWIFE.her_id
    kit.give(question(numbered(NORA, ident)))
    assert len(kit.done("read_journal", patient=ident, unit="helsestasjon")["entries"]) == 1


def test_a_page_reads_the_timebok_and_what_waits(kit: Kit) -> None:
    there, here = kit.book(NORA, unit="jordmor"), kit.book(NORA, days=40)
    read = partial(timebok.between, first="2026-12-01T00:00:00", last="2027-02-01T00:00:00")
    assert [row["id"] for row in kit.journal.view(read)] == [there, here]
    assert [row["given"] for row in kit.journal.view(read, "jordmor")] == [NORA.given]
    assert kit.journal.view(cancellations.waiting) == []
    with pytest.raises(Refused):
        kit.journal.view(cancellations.waiting, "legevakt")


def test_an_unknown_unit_names_those_there_are(kit: Kit) -> None:
    assert "helsestasjon, jordmor" in kit.refused("read_journal", patient=NORA.ident, unit="legevakt")


def test_a_message_for_a_service_of_somebody_else_is_rejected(kit: Kit) -> None:
    asked = replace(question(NORA), receiver=services(replace(PROFILE, services=("ungdom",)))[0].party)
    kit.give(asked, envelope=envelope_for(asked.type.v, to_her_id=asked.receiver.her_id))
    assert kit.codes() == ["kvittering 2 E21"]


def test_a_person_as_party_has_a_name_and_a_her_id() -> None:
    (one,) = services(replace(PROFILE, level2="person", services=("ungdom",)))
    assert one.party.level2 is not None and one.party.level2.person and one.her_id == "8210014"


def _with_families(product: str) -> tuple[Kit, set[str]]:
    """A journal that knows all families, and the numbers of those who have home care and were not there before."""
    people = packs.people("familier", 1, date(2026, 12, 1))
    kit = Kit(profile=find_profile(product))
    before = {one.ident for one in population(1)}
    kit.journal.register(patients(people))
    return kit, {one.ident for one in people if HOME_CARE in one.traits} - before


def test_one_who_has_home_care_is_on_no_other_list_until_she_writes_there() -> None:
    kit, cared_for = _with_families("visma_hspro")
    listed = {row["ident"] for row in kit.journal.view(lambda unit: lists.people(unit, ""), "helsestasjon")}
    assert cared_for and listed and not cared_for & listed
    user = next(iter(sorted(cared_for)))
    kit.take()
    kit.give(question(numbered(NORA, user)))
    assert [out.code for out in kit.take()] == ["kvittering 1"]
    listed = {row["ident"] for row in kit.journal.view(lambda unit: lists.people(unit, ""), "helsestasjon")}
    assert listed & cared_for == {user}


def test_home_care_has_them_on_its_list_and_may_write_to_them() -> None:
    kit, cared_for = _with_families("visma_profil")
    listed = {row["ident"] for row in kit.journal.view(lambda unit: lists.people(unit, ""), "hjemmetjeneste")}
    assert cared_for <= listed
    user = next(iter(sorted(cared_for)))
    kit.take()
    kit.done("start_dialog", patient=user, subject="Hei", text="Hei", answerable=True, unit="hjemmetjeneste")
    (told,) = kit.take()
    assert told.envelope.from_her_id == kit.world.default.her_id
