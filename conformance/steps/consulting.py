"""A youth of 16 or more writes to the school nurse in an e-consultation, or to the service for youth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_bdd import when

from conformance.checks.journal import Written
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked, send, staff_replies
from conformance.steps.story import Story
from conformance.steps.wishing_alone import party_of_youth
from standards.processes import EKONSULTASJON

if TYPE_CHECKING:
    from conformance.targets.model import TargetParty

QUESTION: Final = "Jeg sover dårlig og lurer på om jeg kan snakke med noen."


@when("ungdommen starter en e-konsultasjon")
def youth_consults(scene: Scene, story: Story) -> None:
    youth_writes(scene, story, party_of_youth(scene), process=EKONSULTASJON)


@when("ungdommen skriver til helsestasjon for ungdom")
def youth_writes_to_the_service(scene: Scene, story: Story) -> None:
    story.party_ = scene.writer.party_for("ungdom")
    youth_writes(scene, story, story.party_)


@when("en ansatt svarer og avslutter dialogen")
def staff_answers_and_closes(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "close", "Kom innom i storefri, så snakker vi om det.")


def youth_writes(scene: Scene, story: Story, party: TargetParty | None, **more: Any) -> None:
    """Send her question, from herself alone."""
    text, mark = marked(scene, QUESTION)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, party=party, **more)
    send(scene, story, message, Written(message.msg_id, text, mark), None)
