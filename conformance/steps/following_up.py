"""Which services follow a citizen: opened, ended, listed, and who works there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, then, when

from conformance.checks import contacts
from conformance.checks.dialogs import is_unread
from conformance.checks.journal import Written
from conformance.outcomes import NotApplicable, NothingCame, Outcome
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import connecting
from conformance.steps.dialog import SUBJECT, marked, send
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.notifying import stranger
from conformance.steps.persons import today
from conformance.steps.story import Story
from conformance.writing.contacts import contacts_of

if TYPE_CHECKING:
    from conformance.targets.model import TargetParty

Followed = dict[str, "TargetParty"]


@pytest.fixture
def followed(scene: Scene) -> Iterator[Followed]:
    """Contact → the service it is with; those that stand are ended where a machine can."""
    kept: Followed = {}
    yield kept
    for contact in kept:
        _end(scene, contact)


@given("innbyggeren har en helsekontakt som alt står på Helsenorge")
def has_a_known_contact(scene: Scene, story: Story, followed: Followed) -> None:
    open_contact(scene, story, followed, scene.target.parties[0])
    story.pushes.append(await_overview(scene, story))


@when("en ansatt åpner en helsekontakt for innbyggeren")
def staff_opens(scene: Scene, story: Story, followed: Followed) -> None:
    open_contact(scene, story, followed, scene.target.parties[0])


@when("en ansatt ved en annen tjeneste åpner en helsekontakt til")
def staff_opens_elsewhere(scene: Scene, story: Story, followed: Followed) -> None:
    if len(scene.target.parties) == 1:
        raise NotApplicable("Testobjektet har bare én tjeneste, så det er ingen andre å ha helsekontakt med.")
    open_contact(scene, story, followed, scene.target.parties[1])


@when("en ansatt avslutter helsekontakten")
def staff_ends(scene: Scene, story: Story, followed: Followed) -> None:
    scene.citizen.settle()
    story.begin()
    contact = next(iter(followed))
    scene.staff.do("end_contact", contact=contact, last=today(scene).isoformat())
    scene.taken_away(contact)


@when("innbyggeren skriver til helsekontakten")
def writes_to_the_contact(scene: Scene, story: Story, followed: Followed) -> None:
    party = next(iter(followed.values()))
    contact = contacts.id_at(story.push, party.her_id, today(scene).isoformat())
    text, mark = marked(scene, "Kan jeg få en time hos dere denne uken?")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, party=party, sakstype=contact)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


@when("Helsenorge spør hvilke behandlere innbyggeren kan velge")
def asks_for_practitioners(scene: Scene, story: Story) -> None:
    story.begin()
    story.sent_ = scene.citizen.send(contacts_of(scene).practitioners(story.patient))


@when("Helsenorge spør hvilke behandlere en innbygger uten journal kan velge")
def asks_about_a_stranger(scene: Scene, story: Story) -> None:
    story.patient_ = stranger(scene)
    asks_for_practitioners(scene, story)


@then("får Helsenorge listen over helsekontakter, med den nye")
def list_has_the_new_one(scene: Scene, story: Story, followed: Followed) -> None:
    overview = await_overview(scene, story)
    first = next(iter(followed.values()))
    judge(scene, contacts.is_whole(overview, {first.her_id}, today(scene).isoformat()), overview)


@then("har listen til Helsenorge begge helsekontaktene")
def list_has_both(scene: Scene, story: Story, followed: Followed) -> None:
    overview = await_overview(scene, story)
    both = {party.her_id for party in followed.values()}
    judge(scene, contacts.is_whole(overview, both, today(scene).isoformat()), overview)


@then("viser ikke listen til Helsenorge at helsekontakten fortsetter")
def list_has_it_ended(scene: Scene, story: Story, followed: Followed) -> None:
    overview = await_overview(scene, story)
    her_id = next(iter(followed.values())).her_id
    judge(scene, contacts.is_ended(overview, her_id, today(scene).isoformat()), overview)


@then("har helsekontakten samme id i listen som før")
def keeps_its_id(scene: Scene, story: Story, followed: Followed) -> None:
    overview = await_overview(scene, story)
    judge(scene, contacts.keeps_its_id(story.push, overview, next(iter(followed.values())).her_id), overview)


@then("bør Helsenorge få én melding om at helsekontakten er åpen")
def told_open(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, contacts.tells_of_episode(episodes(story), ("active",)))


@then("bør Helsenorge få én melding om at helsekontakten er avsluttet")
def told_ended(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, contacts.tells_of_episode(episodes(story), ("finished", "cancelled")))


@then("meldingen ligger hos tjenesten som følger henne opp")
def lies_with_the_service(scene: Scene, story: Story, followed: Followed) -> None:
    party = next(iter(followed.values()))
    where: dict[str, Any] = {"unit": party.role} if len(scene.target.parties) > 1 else {}
    sentence = f"Meldingen med «{story.written.mark}» ligger i innboksen til {party.name}."
    confirm(scene, "HK-07", sentence, "read_inbox", partial(is_unread, thread=story.sent.thread), **where)


@then("har barnet en helsekontakt ved helsestasjonen")
def child_is_followed(scene: Scene, story: Story) -> None:
    party, child = scene.writer.party_for("helsestasjon"), story.patient
    sentence = f"{child.given} {child.family} har en helsekontakt ved {party.name}."
    confirm(
        scene,
        "HK-04",
        sentence,
        "read_contacts",
        lambda data: contacts.has_one_at(data, party.her_id),
        patient=child.ident,
    )


@then("får Helsenorge vite hvilke behandlere det er")
def practitioners_are_given(scene: Scene, story: Story) -> None:
    answer = await_at_once(scene, story)
    judge(scene, contacts.gives_practitioners(answer), answer)


@then("svarer journalen med en gang også om den ukjente")
def stranger_is_answered(scene: Scene, story: Story) -> None:
    try:
        answer = await_at_once(scene, story)
    except NothingCame:
        refused = [message for message in story.since() if message.kind == "feilkø"]
        if not refused:
            raise
        answer = refused[0]
    scene.evidence.note(f"Journalen svarte med {answer.describe()}.")


def open_contact(scene: Scene, story: Story, followed: Followed, party: TargetParty) -> None:
    """Have staff of a service open a helsekontakt; who has only one service need not be told where."""
    story.begin()
    where: dict[str, Any] = {"unit": party.role} if len(scene.target.parties) > 1 else {}
    contact = str(scene.staff.do("start_contact", patient=story.patient.ident, **where).data["contact"])
    followed[contact] = party
    scene.left_behind(contact, f"Helsekontakten ved {party.name} (i journalen: {contact}).", story.patient)


def episodes(story: Story) -> list[Inbound]:
    """The messages about a helsekontakt since the latest action began."""
    return [message for message in story.since() if contacts.is_episode(message, story.patient.ident)]


def await_overview(scene: Scene, story: Story) -> Inbound:
    """The newest list of the citizen's services since the latest action began."""
    before = {message.number for message in scene.citizen.received()[: story.mark]}
    what = "Listen over helsekontakter (tjenesteoversikten)"
    scene.citizen.await_message(
        lambda message: contacts.is_overview(message, story.patient.ident) and message.number not in before,
        what,
        finding=missing("HK-01", what),
    )
    scene.citizen.settle()
    return [message for message in story.since() if contacts.is_overview(message, story.patient.ident)][-1]


def await_at_once(scene: Scene, story: Story) -> Inbound:
    """The answer in real time, or the refusal on the error queue."""
    answer = connecting.await_at_once(scene, story, "Svaret om behandlere")
    scene.citizen.settle()
    return answer


def _end(scene: Scene, contact: str) -> None:
    if not scene.staff.automatic:
        return
    try:
        scene.staff.do("end_contact", expect_refusal=True, contact=contact, last=today(scene).isoformat())
        scene.citizen.settle()
        scene.taken_away(contact)
    except Outcome as problem:
        scene.evidence.note(f"Helsekontakten {contact} står igjen: {problem.reason}")
