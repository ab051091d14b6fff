"""A youth of 13 to 15 asks for a time herself, without her parents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pytest_bdd import given, then, when

from conformance.checks import answers, appointments, journal, receipts, youth
from conformance.checks.appointments import Planned
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import PLACES, gone, in_words, keep_planned, pushes_since
from conformance.steps.dialog import ensure_taken, keep, marked
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.refusing import wanted
from conformance.steps.story import Story
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.times import times_of
from standards.processes import TIMEONSKEUNGDOM

if TYPE_CHECKING:
    from conformance.targets.model import TargetParty
    from standards.hodemelding import Hodemelding

WISH: Final = "Jeg vil gjerne snakke med helsesykepleier, helst midt på dagen."
SUMMARY: Final = "Samtale med helsesykepleier"
ROLES: Final = ("skolehelsetjeneste", "ungdom")


@given("ungdommen har ønsket seg en time og fått den")
def has_got_a_time(scene: Scene, story: Story, tidy: None) -> None:
    youth_wishes(scene, story)
    staff_grants(scene, story, tidy)
    gets_the_time(scene, story)


@when("ungdommen ønsker seg en time")
def youth_wishes(scene: Scene, story: Story) -> None:
    message, written = wish(scene, story)
    story.begin()
    story.sent_, story.written_ = scene.citizen.send(message), written
    scene.left_behind(f"ønske {message.msg_id}", f"Et ønske om time (ref {written.mark}).", story.patient)


@when("det samme ønsket om time kommer to ganger")
def the_same_wish_twice(scene: Scene, story: Story) -> None:
    youth_wishes(scene, story)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("det kommer et ønske om time med feil i innholdet")
def broken_wish(scene: Scene, story: Story) -> None:
    message, story.written_ = wish(scene, story)
    wrong = faults.payload_breaks_schema(message.to_xml(), scene.writer.envelope(message))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)


@when("det kommer et ønske om time som en forelder har skrevet")
def wish_of_a_parent(scene: Scene, story: Story) -> None:
    story.acting = scene.people.guardian_of(story.patient)
    message, story.written_ = wish(scene, story, acting=story.acting)
    story.begin()
    fault = "Et ønske fra en ungdom har Pasientrelasjon"
    story.sent_ = scene.citizen.send_raw(message.to_xml(), scene.writer.envelope(message), fault=fault)


@when("en ansatt gir ungdommen en time")
def staff_grants(scene: Scene, story: Story, tidy: None) -> None:
    ensure_taken(scene, story)
    slot = slots.ahead(scene)
    params: dict[str, Any] = {"start": slot.start, "end": slot.end, "summary": SUMMARY, "location": PLACES[0]}
    result = scene.staff.do("grant_wish", wish=wish_id(scene, story), about=about(story), **params)
    owners = frozenset(party.her_id for party in scene.target.parties)
    booked = str(result.data["appointment"])
    keep_planned(scene, story, Planned(booked, story.patient.ident, slot.start, slot.end, PLACES[0], owners))


@when("en ansatt svarer ungdommen at det ikke er noen ledig time")
def staff_declines(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    text, mark = marked(scene, "Vi har ingen ledige timer denne uken. Kom innom på torsdag.")
    story.told = Written("", text, mark)
    scene.staff.do("decline_wish", wish=wish_id(scene, story), text=text, about=about(story))


@when("en ansatt prøver å svare på ønsket en gang til")
def staff_answers_again(scene: Scene, story: Story) -> None:
    text = "Vi har ingen ledige timer likevel."
    scene.staff.do("decline_wish", expect_refusal=True, wish=wish_id(scene, story), text=text, about=about(story))


@when("ungdommen avbestiller timen")
def youth_cancels(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Det passer ikke likevel.")
    ref = AppointmentRef.of(story.answer)
    message = times_of(scene).wish_cancelled(ref, story.patient, process=TIMEONSKEUNGDOM, reason=text)
    story.begin()
    story.sent_, story.written_ = scene.citizen.send(message), Written(message.msg_id, text, mark)


@when("en ansatt avlyser timen som ungdommen ba om")
def staff_calls_off(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    story.begin()
    scene.staff.do("cancel_appointment", about=in_words(story), appointment=story.appointment.id)
    gone(scene, story)


@then("ser en ansatt ønsket, ordrett og på rett ungdom")
def staff_see_it(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    sentence = f"Ønsket «{story.written.text}» ligger blant ønskene om time, på {story.patient.given}."
    see(scene, story, sentence, partial(youth.is_seen, written=story.written, patient=story.patient.ident))


@then("bør ønsket stå ordrett i ungdommens journal")
def stands_in_the_journal(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    confirm(
        scene,
        "YU-06",
        f"Journalen til {story.patient.given} har ønsket, ordrett: «{story.written.text}»",
        "read_journal",
        partial(journal.stands_verbatim, written=story.written),
        patient=story.patient.ident,
    )


@then("en ansatt ser ønsket bare én gang")
def staff_see_it_once(scene: Scene, story: Story) -> None:
    sentence = f"Ønsket med «{story.written.mark}» ligger én gang blant ønskene om time."
    see(scene, story, sentence, partial(youth.is_seen_once, written=story.written))


@then("ønsket ligger ikke hos de ansatte")
def staff_do_not_see_it(scene: Scene, story: Story) -> None:
    sentence = f"Ønsket med «{story.written.mark}» ligger ikke blant ønskene om time."
    see(scene, story, sentence, partial(youth.is_not_seen, written=story.written))


@then("bør ikke ønsket stå som ungdommens eget")
def not_taken_for_her_own(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    name = f"{story.acts.given} {story.acts.family}"
    sentence = f"Ønsket med «{story.written.mark}» står ikke som {story.patient.given} sitt eget: {name} skrev det."
    holds = partial(youth.is_not_taken_for_her_own, written=story.written, parent=name)
    see(scene, story, sentence, holds, "YU-04")


@then("blir ønsket avvist med kvittering T02 eller T01")
def wish_is_refused(scene: Scene, story: Story) -> None:
    finding = missing("A23", f"Avvisningen av meldingen ({story.fault})")
    refusal = scene.citizen.await_refusal(story.sent, finding=finding)
    judge(scene, receipts.refused_with(refusal, wanted("T02 eller T01"), story.fault), refusal)


@then("får ungdommen timen i sin egen dialog")
def gets_the_time(scene: Scene, story: Story) -> None:
    answer = await_own_answer(scene, story, "Timen")
    judge(scene, answers.has_code(answer, youth.GRANTED, "YU-03"), answer)
    judge(scene, appointments.is_as_registered(answer, story.appointment), answer)
    judge(scene, answers.fits_question(answer, story.asked), answer)
    story.pushes.append(answer)


@then("får ungdommen nei, med den ansattes egne ord")
def gets_a_no(scene: Scene, story: Story) -> None:
    answer = await_own_answer(scene, story, "Svaret på ønsket")
    judge(scene, answers.has_code(answer, youth.DECLINED, "YU-03"), answer)
    judge(scene, answers.fits_question(answer, story.asked), answer)
    judge(scene, youth.says_what_staff_wrote(answer, story.told.text if story.told else ""), answer)


@then("timen er ikke meldt noe sted der foreldrene ser den")
def kept_from_parents(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, youth.stays_in_her_dialog(story.since(), answers_given(scene, story)))


@then("bør ikke avlysningen meldes der foreldrene ser den")
def calling_off_is_kept_from_parents(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, youth.is_not_told(pushes_since(story)))


@then("har ønsket bare fått ett svar")
def answered_once(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, youth.is_only_answer(answers_given(scene, story)))


def wish(scene: Scene, story: Story, **more: Any) -> tuple[Hodemelding, Written]:
    """A wish that can be found again."""
    text, mark = marked(scene, WISH)
    writer, party = times_of(scene), party_of_youth(scene)
    message = writer.wish(story.patient, text=text, process=TIMEONSKEUNGDOM, party=party, **more)
    return message, Written(message.msg_id, text, mark)


def party_of_youth(scene: Scene) -> TargetParty | None:
    """The school health service, or the service for youth; else the first of the target."""
    found = [party for role in ROLES for party in scene.target.parties if party.role == role]
    return found[0] if found else None


def wish_id(scene: Scene, story: Story) -> str:
    """The EPJ's own id of the wish; a person finds it by its words."""
    if not scene.staff.automatic:
        return story.written.mark
    found = youth.wishes_of(scene.journal.read("read_wishes", patient=story.patient.ident), story.written)
    return str(found[0]["id"]) if found else story.sent.msg_id


def see(scene: Scene, story: Story, sentence: str, holds: Any, rule: str = "YU-02") -> None:
    """Have somebody look at the wishes."""
    confirm(scene, rule, sentence, "read_wishes", holds, patient=story.patient.ident)


def about(story: Story) -> str:
    """The wish as a person finds it."""
    return f"{story.patient.given} {story.patient.family}, ønsket med ref {story.written.mark}"


def answers_given(scene: Scene, story: Story) -> tuple[Inbound, ...]:
    """Every answer to the wish."""
    return scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))


def await_own_answer(scene: Scene, story: Story, what: str) -> Inbound:
    """The answer in the youth's own dialog."""
    found = scene.citizen.await_message(
        lambda message: answers.is_answer_to(message, story.asked), what, finding=missing("YU-03", what)
    )
    keep(story, found)
    return found
