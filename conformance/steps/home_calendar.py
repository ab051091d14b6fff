"""The citizen looks at her visits on Helsenorge (HBT; HITS 1217:2018, 3.4.4), and what the EPJ answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_bdd import parsers, then, when

from conformance.checks import answers, receipts, visits
from conformance.checks.appointments import is_about
from conformance.checks.visit_reading import visits_in
from conformance.faults import messages as faults
from conformance.faults.messages import Faulty
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.dialog import codes_in
from conformance.steps.home_plans import Home
from conformance.steps.judging import judge, missing
from conformance.steps.refusing import STRANGER
from conformance.steps.story import Story
from conformance.writing.helsenorge import SECONDS_IN_REAL_TIME
from conformance.writing.visits import visits_of

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

AT_ONCE: Final = f"Svaret til den som ser i kalenderen, innen {SECONDS_IN_REAL_TIME} sekunder"


@when("brukeren ser i kalenderen på Helsenorge")
@when("brukeren ser i kalenderen på Helsenorge en gang til")
def user_looks(scene: Scene, story: Story) -> None:
    ask(scene, story, None)


@when("fullmektigen ser i kalenderen til brukeren på Helsenorge")
def attorney_looks(scene: Scene, story: Story) -> None:
    ask(scene, story, story.acting)


@when("det kommer et spørsmål om kalenderen til en annen mottaker")
def to_another_receiver(scene: Scene, story: Story) -> None:
    message = visits_of(scene).look(story.patient)
    _broken(scene, story, faults.receiver_differs(message.to_xml(), scene.writer.envelope(message), STRANGER))


@when("det kommer et spørsmål om kalenderen med feil i innholdet")
def with_a_fault(scene: Scene, story: Story) -> None:
    message = visits_of(scene).look(story.patient)
    _broken(scene, story, faults.payload_breaks_schema(message.to_xml(), scene.writer.envelope(message)))


@then(parsers.re(r"kommer svaret med en gang, med (?:kode|en av kodene) (?P<codes>.+)"))
def answered_at_once(scene: Scene, story: Story, home: Home, codes: str) -> None:
    answer = await_calendar(scene, story)
    judge(scene, visits.goes_to_the_waiting_queue(answer), answer)
    judge(scene, answers.has_code(answer, codes_in(codes), "A19"), answer)
    judge(scene, (*is_about(answer, story.patient.ident), *answers.has_no_relation(answer)), answer)
    home.looks.append(answer)


@then("kalenderen viser hvert besøk i planen")
def shows_the_plan(scene: Scene, home: Home) -> None:
    judge(scene, visits.shows(home.look, home.plan.near(home.plan.starts)), home.look)


@then("kalenderen viser ingen besøk på de andre dagene")
def shows_only_the_plan(scene: Scene, home: Home) -> None:
    one = home.plan
    judge(scene, visits.shows_only(home.look, one.starts, one.other_days), home.look)


@then("kalenderen viser det bekreftede besøket én gang, som bekreftet")
def shows_the_confirmed(scene: Scene, home: Home) -> None:
    judge(scene, visits.shows_once(home.look, home.visit), home.look)


@then("kalenderen bør vise navnet på alle som kommer")
def names_those_who_come(scene: Scene, home: Home) -> None:
    judge(scene, visits.names(home.look, home.visit, home.who), home.look)


@then("kalenderen viser ikke lenger navnet på den som skulle ha kommet")
def names_nobody_else(scene: Scene, home: Home) -> None:
    judge(scene, visits.names_not(home.look, home.visit, home.replaced), home.look)
    judge(scene, visits.names(home.look, home.visit, home.who), home.look)


@then("kalenderen bør vise besøkene som et tidsvindu")
def shows_a_window(scene: Scene, home: Home) -> None:
    start = home.plan.starts[0]
    judge(scene, visits.is_a_window(home.look, start, home.plan.end_of(start)), home.look)


@then("hvert besøk slutter dagen etter, slik planen sier")
def ends_the_day_after(scene: Scene, home: Home) -> None:
    for start in home.plan.near(home.plan.starts):
        judge(scene, visits.ends(home.look, start, home.plan.end_of(start)), home.look)


@then("kalenderen viser ikke besøkene som er falt bort")
def shows_none_of_the_gone(scene: Scene, home: Home) -> None:
    judge(scene, visits.shows_none(home.look, home.gone, "det kommer ingen da"), home.look)
    reasons = [one for one in visits_in(home.look) if one.start[:16] in {start[:16] for start in home.gone}]
    judge(scene, visits.has_reason(reasons, home.reason, home.look.item) if home.reason else (), home.look)


@then("kalenderen bør ikke vise det bekreftede besøket som falt bort")
def shows_no_confirmed_one(scene: Scene, home: Home) -> None:
    """No source says that a pause calls off what is confirmed: staff may have to do that one by one."""
    judge(scene, visits.shows_none(home.look, [home.visit], "brukeren er på sykehus", "HV-09"), home.look)


@then("kalenderen bør ikke vise besøket som har vært")
def shows_nothing_past(scene: Scene, home: Home) -> None:
    judge(scene, visits.begins_today(home.look, home.gone), home.look)


@then("kalenderen viser resten av besøkene")
def shows_the_rest(scene: Scene, home: Home) -> None:
    judge(scene, visits.shows(home.look, home.plan.near(home.back)), home.look)


@then("kalenderen viser ingen av besøkene til den andre")
def shows_nobody_elses(scene: Scene, home: Home) -> None:
    why = "de er hos en annen bruker"
    judge(scene, visits.shows_none(home.look, home.plans[1].starts, why), home.look)


@then("svaret har ingen andres fødselsnummer")
def has_no_others_number(scene: Scene, story: Story, home: Home) -> None:
    judge(scene, visits.has_no_others_number(home.look, story.patient.ident), home.look)


@then("kalenderen har de samme besøkene som sist, med samme kjennemerke")
def same_as_before(scene: Scene, home: Home) -> None:
    judge(scene, visits.shows(home.look, home.plan.near(home.plan.starts)), home.look)
    judge(scene, visits.same_ids(home.looks[-2], home.look, home.plan.near(home.plan.starts)), home.look)


@then("kalenderen har ingen besøk som står")
def has_no_visits(scene: Scene, home: Home) -> None:
    seen = [visit.start for visit in visits_in(home.look) if visit.stands]
    judge(scene, visits.shows_none(home.look, seen, "innbyggeren har ikke hjemmetjeneste"), home.look)


@then("journalen kvitterer ikke for spørsmålet")
def no_receipt(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, visits.gives_no_receipt(scene.citizen.receipts_for(story.sent)))


@then("får ingen se besøkene til brukeren")
def nobody_sees(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    refused = [one for one in scene.citizen.received() if receipts.is_refusal(one)]
    scene.evidence.note(receipts.seen(refused[0]) if refused else "Journalen ga ingen avvisning på feilkøen.")
    judge(scene, visits.gives_no_calendar([one for one in scene.citizen.messages() if _answers(one, story)]))


def ask(scene: Scene, story: Story, acting: TestPerson | None) -> None:
    """Ask for the patient's visits."""
    message = visits_of(scene).look(story.patient, acting=acting)
    story.begin()
    story.sent_ = scene.citizen.send(message)


def await_calendar(scene: Scene, story: Story) -> Inbound:
    """The answer to the newest question, if it comes while somebody waits."""
    seconds = min(SECONDS_IN_REAL_TIME, scene.target.deadlines.answer_seconds)
    return scene.citizen.await_message(
        lambda message: _answers(message, story), AT_ONCE, seconds, finding=missing("A20", AT_ONCE)
    )


def _answers(message: Inbound, story: Story) -> bool:
    sent = story.sent
    same = message.envelope.correlation_id == sent.envelope.correlation_id
    return same or message.parent.lower() == sent.msg_id.lower() != ""


def _broken(scene: Scene, story: Story, wrong: Faulty) -> None:
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault, queue=wrong.queue)
