"""A visit is cancelled from Helsenorge, or called off by home care, and who is told what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_bdd import parsers, then, when

from conformance.checks import answers, visits
from conformance.checks.appointments import is_push
from conformance.checks.journal import Written
from conformance.checks.visit_reading import event_at, visits_in
from conformance.outcomes import PreconditionMissing
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.cancelling import REFUSED, is_refused
from conformance.steps.dialog import codes_in, ensure_taken, mark_of
from conformance.steps.home_calendar import ask, await_calendar
from conformance.steps.home_plans import Home
from conformance.steps.judging import judge, missing
from conformance.steps.slots import spoken
from conformance.steps.story import Story
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.visits import visits_of

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

TOLD: Final = "En melding om besøket"


@when("brukeren avbestiller det bekreftede besøket")
def user_cancels(scene: Scene, story: Story, home: Home) -> None:
    cancel(scene, story, home, story.patient, None)


@when("brukeren avbestiller det første besøket, som ikke er bekreftet")
def user_cancels_the_first(scene: Scene, story: Story, home: Home) -> None:
    home.cancelled = home.plan.starts[0]
    cancel(scene, story, home, story.patient, None)


@when("fullmektigen avbestiller det bekreftede besøket")
def attorney_cancels(scene: Scene, story: Story, home: Home) -> None:
    cancel(scene, story, home, story.patient, story.acting)


@when("den andre brukeren prøver å avbestille det bekreftede besøket")
def another_user_cancels(scene: Scene, story: Story, home: Home) -> None:
    cancel(scene, story, home, story.sibling, None)


@when("en ansatt godtar avbestillingen av besøket hvis den venter")
def staff_accepts_if_waiting(scene: Scene, story: Story, home: Home) -> None:
    """Where nothing waits on that visit, the EPJ says so: a request of somebody else is no reason to accept."""
    scene.citizen.settle()
    if is_refused(scene, story) or _answers(story):
        scene.evidence.note("Journalen svarte selv på avbestillingen.")
    else:
        _accept(scene, story, home)


@when("en ansatt avslår avbestillingen av besøket")
def staff_refuses(scene: Scene, story: Story, home: Home) -> None:
    ensure_taken(scene, story)
    text = "Vi må innom med medisinene den dagen. Ring oss gjerne."
    about = _words(story, home)
    scene.staff.do("refuse_cancellation", about=about, appointment=home.confirmed[home.visit], text=text)


@then(parsers.parse("svarer hjemmetjenesten på avbestillingen: godtatt (kode {codes})"))
@then(parsers.parse("svarer hjemmetjenesten på avbestillingen: avslått (kode {codes})"))
@then(parsers.parse("svarer hjemmetjenesten på avbestillingen med en av kodene {codes}"))
def is_answered(scene: Scene, story: Story, home: Home, codes: str) -> None:
    answer = story.answer_ = await_answer(scene, story, f"Svaret på avbestillingen av besøket (kode {codes})")
    scene.citizen.settle()
    judge(scene, answers.is_only_answer(_answers(story)), answer)
    judge(scene, answers.has_code(answer, codes_in(codes)), answer)
    judge(scene, answers.fits_question(answer, story.asked), answer)
    judge(scene, answers.names_appointment(answer, _keys(home)) if home.cancelled in home.confirmed else (), answer)
    _remember(home, answer.code)


@then("resten av planen bør stå i kalenderen")
def rest_of_the_plan_stands(scene: Scene, home: Home) -> None:
    judge(scene, visits.rest_stands(home.look, home.plan.near(home.back)), home.look)


@then("blir ikke avbestillingen av den andres besøk bekreftet")
def not_confirmed(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    if not is_refused(scene, story):
        ensure_taken(scene, story)
    for answer in _answers(story):
        judge(scene, answers.has_code(answer, REFUSED, "AVT-02"), answer)


@then("får Helsenorge nøyaktig én melding om at besøket er utført")
def told_that_it_is_done(scene: Scene, story: Story, home: Home) -> None:
    came = await_notice(scene, story)
    judge(scene, visits.told_once(_pushes(story), ("MOA",)), came)
    judge(scene, visits.told_of(came, home.visit, "COMPLETED"), came)


@then("får Helsenorge nøyaktig én melding om at besøket er avlyst")
def told_that_it_is_off(scene: Scene, story: Story, home: Home) -> None:
    came = await_notice(scene, story)
    judge(scene, visits.told_once(_pushes(story), ("MOA", "08", "11")), came)
    judge(scene, visits.told_of(came, home.visit, "CANCELLED" if came.code == "MOA" else ""), came)
    judge(scene, visits.has_reason(visits_in(came), home.reason, came.item), came)


def cancel(scene: Scene, story: Story, home: Home, person: TestPerson, acting: TestPerson | None) -> None:
    """Look at the calendar as the patient, and cancel the visit as somebody; the confirmed one if none is chosen."""
    home.cancelled = home.cancelled or home.visit
    ask(scene, story, None)
    home.looks.append(await_calendar(scene, story))
    mark = mark_of(scene)
    reason = f"Datteren min er hos meg den dagen. (ref {mark})"
    message = visits_of(scene).visit_cancelled(seen(home), person, reason=reason, acting=acting)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, reason, mark)


def seen(home: Home) -> AppointmentRef:
    """The visit that is cancelled as the newest calendar has it, to the letter."""
    found = event_at(home.look, home.cancelled)
    if found is None:
        raise PreconditionMissing(
            f"Besøket {spoken(home.cancelled)} kan ikke avbestilles fra Helsenorge: kalenderen viser det ikke.",
            fix="Vis besøket i svaret på HBT (HITS 1217:2018, 3.4.4).",
        )
    return found


def await_answer(scene: Scene, story: Story, what: str) -> Inbound:
    """The answer to the cancellation, once it is taken."""
    ensure_taken(scene, story)
    return scene.citizen.await_message(
        lambda message: answers.is_answer_to(message, story.asked), what, finding=missing("A14", what)
    )


def await_notice(scene: Scene, story: Story) -> Inbound:
    """The next message about a visit since the latest action began; nothing more comes after."""
    before = {message.number for message in scene.citizen.received()[: story.mark]}
    came = scene.citizen.await_message(
        lambda message: is_push(message, story.patient.ident) and message.number not in before,
        TOLD,
        finding=missing("A16", TOLD),
    )
    scene.citizen.settle()
    return came


def _accept(scene: Scene, story: Story, home: Home) -> None:
    visit, about = _asked_about(scene, story, home), _words(story, home)
    result = scene.staff.do("accept_cancellation", expect_refusal=True, about=about, appointment=visit)
    if result.outcome == "refused":
        scene.evidence.note(f"Avbestillingen ventet ikke: {(result.reason or 'ingen begrunnelse').rstrip('.')}.")


def _remember(home: Home, code: str) -> None:
    """What the calendar is to show after the answer."""
    gone = home.cancelled if code == "08" else ""
    home.gone = (gone,) if gone else ()
    home.back = tuple(start for start in home.plan.starts if start != gone)


def _keys(home: Home) -> frozenset[str]:
    ref = seen(home)
    names = (ref.uid, ref.related_to or "", home.confirmed.get(home.cancelled, ""), home.plan.id)
    return frozenset(name.lower() for name in names if name)


def _answers(story: Story) -> list[Inbound]:
    return [message for message in story.scene.citizen.received() if answers.is_answer_to(message, story.asked)]


def _pushes(story: Story) -> list[Inbound]:
    return [message for message in story.since() if is_push(message, story.patient.ident)]


def _words(story: Story, home: Home) -> str:
    return f"{story.patient.given} {story.patient.family}, besøket {spoken(home.cancelled)}"


def _asked_about(scene: Scene, story: Story, home: Home) -> str:
    """The id of the visit that is cancelled; one of a series may have got it only now."""
    if home.cancelled in home.confirmed or not scene.staff.automatic:
        return home.confirmed.get(home.cancelled, home.plan.id)
    book = scene.journal.read("read_appointments", patient=story.patient.ident)
    found = [item for item in book.get("appointments", ()) if item.get("cancellation") == "waiting"]
    return str(found[0].get("id", "")) if found else home.plan.id
