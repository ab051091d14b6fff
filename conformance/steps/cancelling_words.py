"""What the parent writes when she cancels, what staff write back, and the slot that becomes free."""

from __future__ import annotations

from typing import Final

from pytest_bdd import given, then, when

from conformance.checks import cancellations
from conformance.checks.journal import Written
from conformance.checks.register import RULES
from conformance.outcomes import NotVerified, PreconditionMissing
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import NURSE, await_push, in_words, set_up
from conformance.steps.cancelling import cancel, keys_known, known
from conformance.steps.dialog import LETTERS, ensure_taken, mark_of
from conformance.steps.judging import judge
from conformance.steps.slots import spoken
from conformance.steps.story import Story

LONG: Final = (
    f"Vi må dessverre avbestille. {LETTERS}\n"
    + "Hele familien er syk, og søsteren har fått påvist kikhoste. Legen har bedt oss holde oss hjemme. " * 7
    + "Siste linje: vi ringer når alle er friske."
)
"""Close to the thousand characters that Helsenorge has room for."""


@given("pasienten har en time hos en bestemt helsesykepleier")
def has_an_appointment_with_somebody(scene: Scene, story: Story, tidy: None) -> None:
    try:
        set_up(scene, story, story.patient, slots.ahead(scene), practitioner=NURSE)
    except PreconditionMissing as refused:
        raise NotVerified(f"Det går ikke an å be om en bestemt behandler her. {refused.reason}") from refused
    story.pushes.append(await_push(scene, story))
    scene.citizen.settle()


@when("forelderen avbestiller timen uten å skrive hvorfor")
def cancels_without_words(scene: Scene, story: Story) -> None:
    cancel(scene, story, known(story), story.acting, words=None)


@when("forelderen avbestiller timen med en lang begrunnelse med norske og samiske bokstaver")
def cancels_at_length(scene: Scene, story: Story) -> None:
    cancel(scene, story, known(story), story.acting, words=LONG)


@when("en ansatt avslår avbestillingen og skriver hvorfor")
def staff_refuses_in_words(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    mark = mark_of(scene)
    text = f"Vaksinen bør tas nå – den beskytter mot kikhoste. Ring oss på «grønn linje», så hjelper vi. (ref {mark})"
    story.told = Written("", text, mark)
    scene.staff.do("refuse_cancellation", about=in_words(story), appointment=story.appointment.id, text=text)


@then("forelderen får lese det den ansatte skrev")
def reads_what_staff_wrote(scene: Scene, story: Story) -> None:
    text = story.told.text if story.told else ""
    judge(scene, cancellations.says_what_staff_wrote(story.answer, text), story.answer)


@then("svaret viser hvilken time det gjelder")
def shows_which(scene: Scene, story: Story) -> None:
    judge(scene, cancellations.shows_which(story.answer, keys_known(story), story.appointment), story.answer)


@then("har søskenet fått den ledige plassen")
def sibling_has_the_slot(scene: Scene, story: Story) -> None:
    patients = {planned.patient for planned in story.planned}
    if story.sibling.ident not in patients:
        start = story.planned[0].start
        finding = RULES["AVT-14"].finding(
            f"Plassen {spoken(start)} ble ikke ledig for andre da timen ble avbestilt.",
            where="timeboken",
            expected="et annet barn kan settes opp på den samme tiden",
            found="nektet",
            fix="Gjør plassen ledig når svaret på avbestillingen er 08.",
        )
        judge(scene, [finding])
