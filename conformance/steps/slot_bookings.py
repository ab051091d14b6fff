"""Citizens book the free times that they were offered, and staff decide where they must (HITS 1217:2018, 3.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_bdd import given, parsers, then, when

from conformance.checks import answers, cancellations, free_slots
from conformance.checks.appointments import Planned
from conformance.checks.free_slots import BOOKED, Offered
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.outcomes import PreconditionMissing, ToolFault
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.booking import keep_planned
from conformance.steps.dialog import codes_in, ensure_taken, marked
from conformance.steps.free_slots import Opened, is_offered, newest, searches_that_day
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.slots import spoken
from conformance.steps.story import Story
from conformance.writing.times import times_of

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson
    from standards.hodemelding import Hodemelding

NO_LONGER: Final = ("06", "26", "30")


@given("to barn fra hver sin familie, og en forelder til hvert av dem")
def two_families(scene: Scene, story: Story) -> None:
    story.patient_, story.other = scene.people.strangers()
    story.acting = scene.people.guardian_of(story.patient)


@given("forelderen har funnet den ledige timen")
def has_found_it(scene: Scene, story: Story) -> None:
    searches_that_day(scene, story)
    is_offered(scene, story)


@given("forelderen har bestilt den ledige timen og fått den")
def has_booked_it(scene: Scene, story: Story) -> None:
    has_found_it(scene, story)
    books_it(scene, story)
    booking_is_answered(scene, story, BOOKED)
    has_it(scene, story)


@when("forelderen bestiller den ledige timen")
def books_it(scene: Scene, story: Story) -> None:
    book(scene, story, story.patient, story.acting)


@when("det kommer en bestilling med feil i innholdet")
def broken_booking(scene: Scene, story: Story) -> None:
    good, story.written_ = _reservation(scene, story.patient, story.acting)
    wrong = faults.payload_breaks_schema(good.to_xml(), scene.writer.envelope(good))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)


@when("begge familiene bestiller den ledige timen")
def both_book_it(scene: Scene, story: Story) -> None:
    asked = []
    other = scene.people.guardian_of(story.sibling)
    for child, parent in ((story.patient, story.acting), (story.sibling, other)):
        book(scene, story, child, parent)
        ensure_taken(scene, story)
        asked.append((child, story.sent.msg_id))
    scene.memory["both"] = asked


@when("en ansatt godkjenner bestillingen")
def staff_accepts(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    if _answers(scene, story.sent.msg_id):
        scene.evidence.note("Journalen svarte selv på bestillingen.")
        return
    scene.staff.do("accept_booking", booking=_booking(scene, story), about=_about(scene, story))


@when("en ansatt avslår bestillingen og skriver hvorfor")
def staff_refuses(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    text, mark = marked(scene, "Denne timen er satt av til nyfødte. Ring oss, så finner vi en annen.")
    story.told = Written("", text, mark)
    scene.staff.do("refuse_booking", booking=_booking(scene, story), about=_about(scene, story), text=text)


@then(parsers.re(r"svarer journalen på bestillingen med (?:kode|en av kodene) (?P<codes>.+)"))
def booking_is_answered(scene: Scene, story: Story, codes: str) -> None:
    answer = story.answer_ = _await_answer(scene, story.sent.msg_id, f"Svaret på bestillingen (kode {codes})")
    scene.citizen.settle()
    judge(scene, free_slots.is_only_answer(_answers(scene, story.sent.msg_id), "LT-03"), answer)
    judge(scene, free_slots.has_code(answer, codes_in(codes)), answer)
    judge(scene, answers.fits_question(answer, story.asked), answer)


@then("bekreftelsen viser timen som ble bestilt")
def confirmation_shows_it(scene: Scene, story: Story) -> None:
    judge(scene, free_slots.confirms(story.answer, _offer(scene).ref), story.answer)


@then("pasienten har den bestilte timen i journalen")
def has_it(scene: Scene, story: Story) -> None:
    _confirm_planned(scene, story.patient, newest(scene))
    _remember(scene, story, story.patient)


@then("pasienten har ikke fått timen i journalen")
def has_it_not(scene: Scene, story: Story) -> None:
    _confirm_not_planned(scene, story.patient, newest(scene))


@then("den ene familien får timen, og den andre får vite at den er tatt")
def one_of_them_gets_it(scene: Scene, story: Story) -> None:
    told = [(child, _code_of(scene, child, msg_id)) for child, msg_id in scene.memory["both"]]
    judge(scene, free_slots.is_not_both([code for _, code in told]))
    for child, code in told:
        if code == BOOKED:
            _confirm_planned(scene, child, newest(scene))
            _remember(scene, story, child)
        else:
            _confirm_not_planned(scene, child, newest(scene))


@then("svarer ikke journalen på bestillingen før en ansatt har tatt stilling")
def not_answered_yet(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.citizen.settle()
    judge(scene, answers.too_early(_answers(scene, story.sent.msg_id), "LT-07"))


@then("forelderen får lese hvorfor bestillingen ble avslått")
def reads_why(scene: Scene, story: Story) -> None:
    text = story.told.text if story.told else ""
    judge(scene, cancellations.says_what_staff_wrote(story.answer, text), story.answer)


def book(scene: Scene, story: Story, patient: TestPerson, acting: TestPerson | None) -> None:
    """Send a booking of the free time, as it was offered."""
    message, written = _reservation(scene, patient, acting)
    story.begin()
    story.sent_, story.written_ = scene.citizen.send(message), written


def _reservation(scene: Scene, patient: TestPerson, acting: TestPerson | None) -> tuple[Hodemelding, Written]:
    text, mark = marked(scene, "Vi vil gjerne ha denne timen.")
    message = times_of(scene).reservation(_offer(scene).ref, patient, text=text, acting=acting)
    return message, Written(message.msg_id, text, mark)


def _booking(scene: Scene, story: Story) -> str:
    """What the EPJ calls the citizen's booking; a person finds it by who has sent it."""
    if not scene.staff.automatic:
        return _about(scene, story)
    found = scene.journal.read("read_slots").get("slots", ())
    ours: Mapping[str, Any] = next((one for one in found if one.get("id") == newest(scene).id), {})
    waiting = [one for one in ours.get("bookings", ()) if one.get("patient") == story.patient.ident]
    if not waiting:
        raise PreconditionMissing("Journalen viser ingen bestilling som venter på svar.")
    return str(waiting[-1]["id"])


def _about(scene: Scene, story: Story) -> str:
    return f"{story.patient.given} {story.patient.family}, {spoken(newest(scene).slot.start)}"


def _answers(scene: Scene, msg_id: str) -> list[Inbound]:
    return list(scene.citizen.messages(lambda message: msg_id.lower() == message.parent.lower()))


def _code_of(scene: Scene, child: TestPerson, msg_id: str) -> str:
    """The code of the one answer that a family gets."""
    answer = _await_answer(scene, msg_id, f"Svaret på bestillingen til {child.given}")
    scene.citizen.settle()
    judge(scene, free_slots.is_only_answer(_answers(scene, msg_id), "LT-03"), answer)
    judge(scene, free_slots.has_code(answer, (BOOKED, *NO_LONGER)), answer)
    return answer.code


def _await_answer(scene: Scene, msg_id: str, what: str) -> Inbound:
    return scene.citizen.await_message(
        lambda message: msg_id.lower() == message.parent.lower(), what, finding=missing("LT-03", what)
    )


def _confirm_planned(scene: Scene, child: TestPerson, one: Opened) -> None:
    confirm(
        scene,
        "LT-03",
        f"{child.given} har time {spoken(one.slot.start)} i timeboken.",
        "read_appointments",
        lambda data: free_slots.is_planned(data, one.slot.start),
        patient=child.ident,
    )


def _confirm_not_planned(scene: Scene, child: TestPerson, one: Opened) -> None:
    confirm(
        scene,
        "LT-03",
        f"{child.given} har ingen time {spoken(one.slot.start)} i timeboken.",
        "read_appointments",
        lambda data: free_slots.is_not_planned(data, one.slot.start),
        patient=child.ident,
    )


def _remember(scene: Scene, story: Story, child: TestPerson) -> None:
    """Keep the appointment that came of the booking, so that it is tidied away and can be cancelled."""
    one = newest(scene)
    known = spoken(one.slot.start)
    if scene.staff.automatic:
        book = scene.journal.read("read_appointments", patient=child.ident)
        known = str((free_slots.planned_at(book, one.slot.start) or {}).get("id", known))
    owners = frozenset(party.her_id for party in scene.target.parties)
    keep_planned(scene, story, Planned(known, child.ident, one.slot.start, one.slot.end, one.place, owners))
    if story.answer_ is not None and story.answer_.uid:
        story.pushes.append(story.answer_)


def _offer(scene: Scene) -> Offered:
    """The free time as the citizen last was offered it."""
    story: Story = scene.memory["story"]
    one = newest(scene)
    kept: Offered | None = scene.memory.get("offer")
    if kept is None:
        kept = free_slots.at(free_slots.offered(story.answer), one.slot.start, one.place)
        scene.memory["offer"] = kept
    if kept is None:
        raise ToolFault("Et steg bestiller en time som ikke ble tilbudt.")
    return kept
