"""A doctor's office and staff write to each other, outside Helsenorge."""

from __future__ import annotations

from pytest_bdd import then, when

from conformance.checks import journal
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.outcomes import NotApplicable
from conformance.scene import Scene
from conformance.steps.dialog import await_answer, marked
from conformance.steps.judging import confirm
from conformance.steps.refusing import STRANGER, Break
from conformance.steps.story import Story


@when("fastlegen skriver til helsestasjonen")
def doctor_writes(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Barnet har falt to persentiler siden sist. Ser dere det samme?")
    message = scene.writer.from_actor(story.patient, text=text)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark)
    scene.left_behind(f"tråd {message.msg_id}", f"Spørsmålet fra fastlegen (ref {mark}).", story.patient)


@when("den samme meldingen fra fastlegen kommer to ganger")
def the_same_twice(scene: Scene, story: Story) -> None:
    doctor_writes(scene, story)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("det kommer en melding fra fastlegen med ugyldig meldings-id")
def bad_msg_id(scene: Scene, story: Story) -> None:
    msg_id = f"melding-{scene.new_id()[:8]}"
    broken(scene, story, lambda _, raw, envelope: faults.msg_id_not_uuid(raw, envelope, msg_id))


@when("det kommer en melding fra fastlegen uten nummer på pasienten")
def no_number(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.patient_without_number(raw, envelope))


@when("det kommer en melding fra fastlegen til en annen mottaker")
def other_receiver(scene: Scene, story: Story) -> None:
    if not scene.citizen.can_misaddress:
        raise NotApplicable("Transporten leverer bare til mottakeren som står i dokumentet, så feilen kan ikke oppstå.")
    broken(scene, story, lambda _, raw, envelope: faults.receiver_differs(raw, envelope, STRANGER))


@then("får fastlegen svaret")
def is_answered(scene: Scene, story: Story) -> None:
    await_answer(scene, story)


@then("transportloggen viser at fastlegen har kvittert for svaret")
def receipt_is_logged(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    msg_id = story.answer.msg_id
    sentence = f"Transportloggen viser at svaret {msg_id} er kvittert."
    confirm(scene, "TL-02", sentence, "read_transport_log", journal.shows_receipt, msg_id=msg_id)


def broken(scene: Scene, story: Story, fault: Break) -> None:
    """Send a question of the doctor's in which one thing is wrong."""
    text, mark = marked(scene, "Denne meldingen har en feil og skal avvises.")
    good = scene.writer.from_actor(story.patient, text=text)
    wrong = fault(scene, good.to_xml(), scene.writer.envelope(good))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)
    story.written_ = Written(story.sent.msg_id, text, mark)
