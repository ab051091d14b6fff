"""Messages with one fault each, and how the EPJ refuses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from pytest_bdd import parsers, then, when

from conformance.checks import answers, journal, receipts
from conformance.checks.journal import Written
from conformance.checks.receipts import ANY, ERROR_QUEUE
from conformance.faults import messages as faults
from conformance.faults.messages import Faulty
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.samples import PICTURE
from conformance.steps.story import Story
from standards.codes import Ident
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.parties import Party, Unit

Break = Callable[[Scene, bytes, Envelope], Faulty]
STRANGER: Final = "8299998"
"""A HER-id that nobody in the target has."""


@when("det kommer en melding med ugyldig meldings-id")
def bad_msg_id(scene: Scene, story: Story) -> None:
    broken(
        scene, story, lambda _, raw, envelope: faults.msg_id_not_uuid(raw, envelope, f"melding-{scene.new_id()[:8]}")
    )


@when("det kommer en melding med feil i innholdet")
def bad_payload(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.payload_breaks_schema(raw, envelope))


@when("det kommer en melding uten pasient")
def no_patient(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.patient_removed(raw, envelope))


@when("det kommer en melding med ødelagt hode")
def bad_header(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.header_broken(raw, envelope))


@when("det kommer en melding med falsk avsender")
def false_sender(scene: Scene, story: Story) -> None:
    broken(scene, story, _as_stranger)


@when("det kommer en melding til en annen mottaker")
def other_receiver(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.receiver_differs(raw, envelope, STRANGER))


@when("det kommer en melding av ukjent type")
def unknown_type(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.unknown_process(raw, envelope))


@when("det kommer en melding med vedlegg som ikke er tillatt")
def bad_attachment(scene: Scene, story: Story) -> None:
    broken(scene, story, lambda _, raw, envelope: faults.unsupported_attachment(raw, envelope))


@then(
    parsers.re(
        r"blir meldingen avvist "
        r"(?P<how>med feilmelding|med kvittering|med feilmelding eller med kvittering)(?P<codes> .+)?"
    )
)
def is_refused(scene: Scene, story: Story, how: str, codes: str | None) -> None:
    finding = missing("A23", f"Avvisningen av meldingen ({story.fault})")
    refusal = scene.citizen.await_refusal(story.sent, finding=finding)
    scene.evidence.note(receipts.seen(refusal))
    scene.citizen.settle()
    judge(scene, receipts.refused_with(refusal, wanted(f"{how}{codes or ''}"), story.fault), refusal)
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    given = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    judge(scene, [*receipts.refused_once(came), *receipts.not_answered_too(given)], refusal)


@then("blir meldingen avvist, eller så ligger vedlegget uendret i pasientens journal")
def is_refused_or_kept(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    if any(receipts.is_positive(message) for message in came):
        keeps_attachment(scene, story)
        return
    is_refused(scene, story, "med kvittering", " eller en annen feilkode")
    is_not_journaled(scene, story)


def keeps_attachment(scene: Scene, story: Story) -> None:
    """The EPJ took the file in, so it must be there: only what a receiver cannot handle must be refused."""
    scene.evidence.note(
        "Journalen tok imot vedlegget. Kilden krever avvisning bare av det mottakeren ikke kan håndtere."
    )
    kept = replace(story.written, attachments=Hodemelding.from_xml(story.sent.raw).files)
    confirm(
        scene,
        "A23",
        f"Vedlegget til meldingen med «{kept.mark}» ligger uendret i journalen til {story.patient.given}.",
        "read_journal",
        lambda data: journal.shows_attachments(data, kept),
        patient=story.patient.ident,
    )


@then("meldingen er ikke i pasientens journal")
def is_not_journaled(scene: Scene, story: Story) -> None:
    sentence = f"Meldingen med «{story.written.mark}» er ikke i journalen til {story.patient.given}."
    confirm(
        scene,
        "JR-03",
        sentence,
        "read_journal",
        lambda data: journal.is_absent(data, story.written),
        patient=story.patient.ident,
    )


@then("meldingen står bare i transportloggen, ikke i journalen")
def is_only_in_the_log(scene: Scene, story: Story) -> None:
    is_not_journaled(scene, story)
    sentence = f"Transportloggen viser at melding {story.sent.msg_id} ble avvist."
    confirm(scene, "JR-03", sentence, "read_transport_log", journal.is_refused_in_log, msg_id=story.sent.msg_id)


def wanted(words: str) -> frozenset[str]:
    """What a step text accepts: codes of 8221, the error queue, or any code."""
    places = {ERROR_QUEUE: "feilmelding" in words, ANY: "annen feilkode" in words}
    return frozenset(re.findall(r"\b[A-Z][0-9]{2}\b", words)) | {place for place, named in places.items() if named}


def broken(scene: Scene, story: Story, fault: Break) -> None:
    """Send an enquiry with an attachment in which one thing is wrong."""
    text, mark = marked(scene, "Denne meldingen har en feil og skal avvises.")
    good = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting, attachments=(PICTURE,))
    wrong = fault(scene, good.to_xml(), scene.writer.envelope(good))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault, queue=wrong.queue)
    story.written_ = Written(story.sent.msg_id, text, mark)


def _as_stranger(scene: Scene, raw: bytes, envelope: Envelope) -> Faulty:
    """The document names a sender that is not the one on the envelope, so that the refusal still finds us."""
    message = Hodemelding.from_xml(raw)
    level2 = Unit("Ukjent avsender", (Ident.her(STRANGER),))
    spoofed = replace(message, sender=Party(message.sender.level1, level2))
    return Faulty(spoofed.to_xml(), envelope, "Meldingen har en annen avsender enn konvolutten")
