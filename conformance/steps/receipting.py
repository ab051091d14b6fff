"""What the EPJ's receipts and error messages say, and what it does with those it gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Final

from pytest_bdd import then, when

from conformance.checks import following, journal, receipts, transport
from conformance.checks.journal import Written
from conformance.dialogs import process_of
from conformance.faults import messages as faults
from conformance.outcomes import ToolFault
from conformance.reading import Inbound, read
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, ensure_taken, keep, marked
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.refusing import STRANGER
from conformance.steps.story import Story
from conformance.writing.helsenorge import party_of
from standards.apprec import error, receipt_for
from standards.codes import Code
from standards.envelope import business_envelope, error_envelope
from standards.hodemelding import Hodemelding
from standards.parties import Party

LATE: Final = error("X99", "Annen feil", "Kvitteringen kom etter at meldingen var kvittert")


@when("innbyggeren skriver, og Helsenorge daterer meldingen i en annen tidssone")
def dated_elsewhere(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Hva skal vi ta med oss på timen?")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    message = replace(message, gen_date=scene.clock.now().astimezone(UTC).replace(microsecond=0))
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark)
    scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {mark}).", story.patient)


@when("det kommer en kvittering for en melding som journalen ikke har sendt")
def receipt_for_nothing(scene: Scene, story: Story) -> None:
    story.fault = "En kvittering for en melding som journalen ikke har sendt"
    _send_receipt(scene, story, _never_sent(scene), ())


@when("det kommer en feilmelding om en melding som journalen ikke har sendt")
def error_for_nothing(scene: Scene, story: Story) -> None:
    story.fault = "En feilmelding om en melding som journalen ikke har sendt"
    original = _never_sent(scene)
    about = business_envelope(
        message_id=scene.new_id(),
        subject=original.type.v,
        from_her_id=original.sender.her_id,
        to_her_id=original.receiver.her_id,
        time_stamp=scene.clock.now().isoformat(timespec="seconds"),
    )
    envelope = error_envelope(
        about,
        message_id=scene.new_id(),
        condition="transport:invalid-field-value",
        description="Prøve: meldingen finnes ikke",
        time_stamp=scene.clock.now().isoformat(timespec="seconds"),
    )
    story.begin()
    story.sent_ = scene.citizen.send_raw(b"", envelope, fault=story.fault)


@when("Helsenorge sender en kvittering til, som sier at meldingen er avvist")
def second_receipt(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    story.fault = "En ny, annen kvittering for samme melding"
    _send_receipt(scene, story, Hodemelding.from_xml(story.answer.raw), (LATE,))


@when("en annen enn Helsenorge kvitterer for meldingen")
def receipt_from_a_stranger(scene: Scene, story: Story) -> None:
    story.fault = "En kvittering fra en annen enn den meldingen er til"
    stranger = Party.service("Ukjent virksomhet", f"{int(STRANGER) - 1}", "Ukjent", STRANGER)
    _send_receipt(scene, story, replace(Hodemelding.from_xml(story.answer.raw), receiver=stranger), ())


@when("Helsenorge prøver forbindelsen med en melding som har feil i innholdet")
def faulty_line_test(scene: Scene, story: Story) -> None:
    message = scene.writer.line_test()
    wrong = faults.payload_breaks_schema(message.to_xml(), scene.writer.envelope(message))
    story.begin()
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)


@then("kvitterer ikke journalen for prøven")
def no_receipt_at_once(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, transport.no_receipt_in_real_time(scene.citizen.receipts_for(story.sent)))


@then("får innbyggeren meldingen fra den ansatte")
def gets_it(scene: Scene, story: Story) -> None:
    mark, what = story.told.mark if story.told else "", "Meldingen til innbyggeren"
    came = scene.citizen.await_message(lambda message: mark in message.text, what, finding=missing("EK-01", what))
    keep(story, came)


@then("er kvitteringen bygget slik standarden sier")
def is_whole(scene: Scene, story: Story) -> None:
    receipt = _receipt(scene, story)
    judge(scene, transport.is_a_receipt(receipt), receipt)


@then("sier kvitteringen hvilken melding den gjelder")
def names_the_message(scene: Scene, story: Story) -> None:
    receipt = _receipt(scene, story)
    judge(scene, transport.names_message(receipt, _as_sent(story)), receipt)


@then("går kvitteringen tilbake til den som sendte meldingen")
def is_mirrored(scene: Scene, story: Story) -> None:
    receipt = _receipt(scene, story)
    judge(scene, transport.mirrors(receipt, _as_sent(story)), receipt)


@then("kvitteringen nevner begge feilene")
def names_both(scene: Scene, story: Story) -> None:
    refusal = _refusal(story)
    judge(scene, transport.tells_every_error(refusal, ("E10", "E36")), refusal)


@then("avvisningen sier med ord hva som er galt")
def says_why(scene: Scene, story: Story) -> None:
    refusal = _refusal(story)
    judge(scene, transport.says_why(refusal), refusal)


@then("feilmeldingen viser hvilken melding den gjelder, og hvorfor den ble avvist")
def error_is_whole(scene: Scene, story: Story) -> None:
    refusal = _refusal(story)
    if refusal.kind != receipts.ERROR_QUEUE:
        scene.evidence.note("Avvisningen kom som kvittering og ikke på feilkøen, så det er ingen feilmelding å se på.")
        return
    judge(scene, transport.error_is_whole(refusal, story.sent.message_id), refusal)


@then("svarer ikke journalen på kvitteringen")
@then("journalen svarer ikke på kvitteringen")
def receipt_is_not_answered(scene: Scene, story: Story) -> None:
    _stays_silent(scene, story, "en kvittering")


@then("svarer ikke journalen på feilmeldingen")
def error_is_not_answered(scene: Scene, story: Story) -> None:
    _stays_silent(scene, story, "en feilmelding")


@then("viser transportloggen fortsatt at meldingen er kvittert")
def still_acknowledged(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    msg_id = story.answer.msg_id
    sentence = f"Transportloggen viser at meldingen {msg_id} er kvittert, og ikke avvist."
    confirm(scene, "TL-03", sentence, "read_transport_log", journal.shows_receipt, msg_id=msg_id)


@then("viser ikke transportloggen at meldingen er kvittert")
def not_acknowledged(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    msg_id = story.answer.msg_id
    sentence = f"Transportloggen viser ikke meldingen {msg_id} som kvittert."
    confirm(scene, "SI-03", sentence, "read_transport_log", following.shows_no_receipt, msg_id=msg_id)


def _stays_silent(scene: Scene, story: Story, about: str) -> None:
    scene.citizen.settle()
    came = [message for message in story.since() if message.kind in ("apprec", receipts.ERROR_QUEUE)]
    judge(scene, transport.stays_silent(came, about))


def _receipt(scene: Scene, story: Story) -> Inbound:
    ensure_taken(scene, story)
    return scene.citizen.receipts_for(story.sent)[0]


def _refusal(story: Story) -> Inbound:
    """What came to refuse the message; an error message that does not name it may be known by its correlation-id."""
    came = [message for message in story.since() if receipts.is_refusal(message)]
    if not came:
        raise ToolFault("Et steg trenger avvisningen, men ingen tidligere steg i scenarioet har ventet på den.")
    return came[0]


def _as_sent(story: Story) -> Inbound:
    return read(story.sent.raw, story.sent.envelope)


def _never_sent(scene: Scene) -> Hodemelding:
    """What the EPJ could have sent and has not."""
    process, target = process_of(scene.target), scene.target.helsenorge
    us = Party.service(target.parent_name, target.parent_her_id, target.name, target.her_id)
    party = party_of(scene.writer.default_party())
    return Hodemelding(Code(process.code, dn=process.name), scene.new_id(), scene.clock.now(), party, us, ())


def _send_receipt(scene: Scene, story: Story, original: Hodemelding, errors: tuple[Code, ...]) -> None:
    now = scene.clock.now()
    receipt = receipt_for(original, receipt_id=scene.new_id(), now=now, errors=errors, software="EPJ testbenk")
    envelope = business_envelope(
        message_id=scene.new_id(),
        subject="APPREC",
        from_her_id=original.receiver.her_id,
        to_her_id=original.sender.her_id,
        time_stamp=now.isoformat(timespec="seconds"),
    )
    story.begin()
    story.sent_ = scene.citizen.send_raw(receipt.to_xml(), envelope, fault=story.fault)
