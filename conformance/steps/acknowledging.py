"""Helsenorge keeps silent, or gives a receipt late, once more, or another than it gave before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest
from pytest_bdd import given, parsers, then, when

from conformance.checks import following, journal
from conformance.mail.desk import NOT_ACTIVE, NOT_VALID
from conformance.scene import Scene
from conformance.steps.booking import await_push, in_words, pushes_since
from conformance.steps.judging import confirm, judge
from conformance.steps.story import Story
from standards.apprec import error

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

WHY: Final = "Feltet location kunne ikke leses"
EXPLAINED: Final = error("T02", "XML-dokumentet er ikke gyldig (validerer ikke)", WHY)
TWICE: Final = "En kvittering til for en melding som alt har fått kvittering"


@pytest.fixture
def silence(scene: Scene) -> Iterator[None]:
    """No receipts; what never got one gets it when the scenario is over, so that nothing waits for it."""
    scene.citizen.stay_silent()
    yield
    scene.citizen.speak_again()


@given("Helsenorge kvitterer ikke for meldinger fra journalen")
def keeps_silent(scene: Scene, silence: None) -> None:
    scene.evidence.note("Helsenorge kvitterer ikke for det journalen sender, før scenarioet sier noe annet.")


@given("Helsenorge avviser den neste meldingen fra journalen med en forklaring")
def refuses_the_next(scene: Scene) -> None:
    scene.citizen.answer_with(EXPLAINED)


@when("Helsenorge kvitterer for meldingen til slutt")
def acknowledges_at_last(scene: Scene, story: Story) -> None:
    scene.citizen.acknowledge(story.push)
    scene.citizen.settle()


@when("Helsenorge avviser meldingen til slutt")
def refuses_at_last(scene: Scene, story: Story) -> None:
    scene.citizen.acknowledge(story.push, NOT_VALID)
    scene.citizen.settle()


@when("Helsenorge kvitterer for den samme meldingen en gang til")
@when("Helsenorge godtar den samme meldingen etterpå")
def accepts_once_more(scene: Scene, story: Story) -> None:
    story.begin()
    scene.citizen.acknowledge(story.push, fault=TWICE)
    scene.citizen.settle()


@when("Helsenorge avviser den samme meldingen etterpå")
def refuses_afterwards(scene: Scene, story: Story) -> None:
    story.begin()
    scene.citizen.acknowledge(story.push, NOT_VALID, fault=TWICE)
    scene.citizen.settle()


@when("Helsenorge sier etterpå at innbyggeren ikke er digitalt aktiv")
def inactive_afterwards(scene: Scene, story: Story, away: dict[str, TestPerson]) -> None:
    """An EPJ that heeds it wrongly is told afterwards that she is active, so that no later scenario suffers."""
    away[story.patient.ident] = story.patient
    story.begin()
    scene.citizen.acknowledge(story.push, NOT_ACTIVE, fault=TWICE)
    scene.citizen.settle()


@then("viser journalen fortsatt at Helsenorge har godtatt meldingen")
def still_accepted(scene: Scene, story: Story) -> None:
    sentence = f"Transportloggen viser fortsatt at Helsenorge har godtatt meldingen om timen ({in_words(story)})."
    confirm(scene, "TL-03", sentence, "read_transport_log", journal.shows_receipt, msg_id=story.push.msg_id)


@then(parsers.parse("kan en ansatt fortsatt se i transportloggen at meldingen ble avvist med {code}"))
def still_refused(scene: Scene, story: Story, code: str) -> None:
    shows_refusal(scene, story, "TL-03", code)


@then(parsers.parse("kan en ansatt se i transportloggen at meldingen ble avvist med {code} til slutt"))
def refused_at_last(scene: Scene, story: Story, code: str) -> None:
    shows_refusal(scene, story, "TL-01", code)


def shows_refusal(scene: Scene, story: Story, rule: str, code: str) -> None:
    """The transport log tells that Helsenorge refused the newest message."""
    sentence = f"Transportloggen viser at Helsenorge avviste meldingen om timen ({in_words(story)}) med {code}."
    confirm(
        scene,
        rule,
        sentence,
        "read_transport_log",
        lambda data: journal.shows_negative_receipt(data, code),
        msg_id=story.push.msg_id,
    )


@then("Helsenorge får ingen ny melding om timen")
def nothing_new(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, following.told_again(pushes_since(story)))


@then("journalen viser ikke at Helsenorge har kvittert for meldingen")
def not_yet_acknowledged(scene: Scene, story: Story) -> None:
    sentence = f"Transportloggen viser ikke meldingen om timen ({in_words(story)}) som kvittert."
    confirm(scene, "TL-02", sentence, "read_transport_log", following.shows_no_receipt, msg_id=story.push.msg_id)


@then("viser journalen at Helsenorge har kvittert for meldingen til slutt")
def acknowledged_at_last(scene: Scene, story: Story) -> None:
    sentence = f"Transportloggen viser at Helsenorge har kvittert for meldingen om timen ({in_words(story)})."
    confirm(scene, "TL-05", sentence, "read_transport_log", journal.shows_receipt, msg_id=story.push.msg_id)


@then("en ansatt kan se i transportloggen hvorfor meldingen ble avvist")
def sees_why(scene: Scene, story: Story) -> None:
    sentence = f"Den ansatte ser hva som var galt med meldingen om timen ({in_words(story)}): «{WHY}»."
    confirm(
        scene,
        "TL-06",
        sentence,
        "read_transport_log",
        lambda data: following.shows_why(data, WHY),
        msg_id=story.push.msg_id,
    )


@then("får Helsenorge en ny melding om timen, med en annen meldings-id")
def another_id(scene: Scene, story: Story) -> None:
    refused, came = story.push, await_push(scene, story, "05 eller 07")
    scene.citizen.settle()
    judge(scene, following.has_another_id(came, refused), came)
    story.pushes.append(came)


@then("kan en ansatt se at meldingen mangler kvittering")
def listed_as_late(scene: Scene, story: Story) -> None:
    sentence = f"Den ansatte ser at meldingen om timen ({in_words(story)}) mangler kvittering fra Helsenorge."
    msg_id = story.push.msg_id
    confirm(scene, "TL-04", sentence, "read_follow_up", lambda data: following.is_listed(data, msg_id))


@then("meldingen står ikke lenger som uten kvittering")
def not_listed(scene: Scene, story: Story) -> None:
    sentence = f"Meldingen om timen ({in_words(story)}) står ikke lenger som uten kvittering."
    msg_id = story.push.msg_id
    confirm(scene, "TL-05", sentence, "read_follow_up", lambda data: following.is_not_listed(data, msg_id))


@then("bør Helsenorge ikke få meldingen om timen på nytt")
def not_sent_again(scene: Scene, story: Story) -> None:
    try:
        scene.citizen.settle()
    finally:
        judge(scene, following.sent_again(pushes_since(story)))
