"""Messages whose envelope or bytes are wrong, or that come more than once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from pytest_bdd import parsers, then, when

from conformance.checks import receipts, transport
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.faults import transport as transport_faults
from conformance.faults.messages import Faulty
from conformance.outcomes import NotApplicable, NothingCame
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked
from conformance.steps.judging import judge, missing
from conformance.steps.refusing import STRANGER, Break
from conformance.steps.story import Story
from standards.hodemelding import Hodemelding
from standards.processes import CATALOGUE, HELSENORGE

PROPERTIES: Final = {"emne": "subject", "svaradresse": "reply_to"}
FIELDS: Final = {"avsender": "fromHerId", "mottaker": "toHerId", "tidspunkt": "applicationTimeStamp"}
TEXT: Final = "Kan vi ta med storebror på timen?"


@when(parsers.parse("det kommer en melding der konvolutten mangler {what}"))
def lacks(scene: Scene, story: Story, what: str) -> None:
    if what in PROPERTIES:
        wrong(scene, story, lambda _, raw, env: transport_faults.without_property(raw, env, PROPERTIES[what]))
    else:
        wrong(scene, story, lambda _, raw, env: transport_faults.without_field(raw, env, FIELDS[what]))


@when("det kommer en melding der tidspunktet på konvolutten ikke er et tidspunkt")
def bad_time(scene: Scene, story: Story) -> None:
    wrong(
        scene, story, lambda _, raw, env: transport_faults.with_field(raw, env, "applicationTimeStamp", "i går kveld")
    )


@when("det kommer en melding der konvolutten er datert i morgen")
def dated_tomorrow(scene: Scene, story: Story) -> None:
    tomorrow = (scene.clock.now() + timedelta(days=1)).isoformat(timespec="seconds")
    wrong(scene, story, lambda _, raw, env: transport_faults.with_field(raw, env, "applicationTimeStamp", tomorrow))


@when("det kommer en melding der kvitteringen skal til en kø som ikke finnes")
def bad_reply_to(scene: Scene, story: Story) -> None:
    queue = f"{STRANGER}_async"
    wrong(scene, story, lambda _, raw, env: transport_faults.with_property(raw, env, "reply_to", queue))


@when("det kommer en melding som er avkuttet")
def cut_short(scene: Scene, story: Story) -> None:
    wrong(scene, story, lambda _, raw, env: faults.not_well_formed(raw, env))


@when("det kommer en melding der bokstavene ikke er skrevet slik den sier")
def wrong_letters(scene: Scene, story: Story) -> None:
    text = "Blåbær og sjøørret på Ørlandet"
    wrong(scene, story, lambda _, raw, env: transport_faults.not_in_utf8(raw, env), text)


@when("det kommer en melding med innhold i et ukjent format")
def unknown_format(scene: Scene, story: Story) -> None:
    wrong(scene, story, lambda _, raw, env: transport_faults.unknown_format(raw, env))


@when("det kommer en melding i en prosess som journalen ikke har")
def undeclared(scene: Scene, story: Story) -> None:
    code = undeclared_process(scene)
    wrong(scene, story, lambda _, raw, env: transport_faults.another_process(raw, env, code))


@when("det kommer en melding som ikke sier hvem den er fra")
def no_sender(scene: Scene, story: Story) -> None:
    wrong(scene, story, lambda _, raw, env: transport_faults.without_sender(raw, env))


@when("det kommer en melding med både ugyldig meldings-id og uten pasient")
def two_errors(scene: Scene, story: Story) -> None:
    msg_id = f"melding-{scene.new_id()[:8]}"
    wrong(scene, story, lambda _, raw, env: transport_faults.two_errors(raw, env, msg_id))


@when(parsers.parse("det kommer en melding der adressen mangler nummeret til {whom}"))
def no_her_id(scene: Scene, story: Story, whom: str) -> None:
    level = {"kommunen": 1, "helsestasjonen": 2}[whom]
    wrong(scene, story, lambda _, raw, env: transport_faults.receiver_without_her_id(raw, env, level=level))


@when("den samme meldingen uten pasient kommer to ganger")
def faulty_twice(scene: Scene, story: Story) -> None:
    wrong(scene, story, lambda _, raw, env: faults.patient_removed(raw, env))
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault)


@when("bussen leverer den samme meldingen to ganger")
def same_delivery(scene: Scene, story: Story) -> None:
    good(scene, story)
    again = transport_faults.same_delivery(story.sent.raw, story.sent.envelope)
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault)


@when("Helsenorge retter konvolutten og sender den samme meldingen på nytt")
def sends_again(scene: Scene, story: Story) -> None:
    message = Hodemelding.from_xml(story.sent.raw)
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    if any(one.kind != receipts.ERROR_QUEUE for one in came):  # after a receipt, what is corrected has a new MsgId
        message = replace(message, msg_id=scene.new_id())
        story.written_ = replace(story.written, msg_id=message.msg_id)
    story.begin()
    story.sent_ = scene.citizen.send(message)


@when("innbyggeren sender en ny melding uten feilen")
def sends_corrected(scene: Scene, story: Story) -> None:
    good(scene, story)


@then("blir meldingen avvist, eller kvittert der Helsenorge leser den")
def refused_or_receipted(scene: Scene, story: Story) -> None:
    came = one_judgement(scene, story)
    judge(scene, transport.taken_all_the_same(came, story.fault))


@then("bør meldingen bli avvist, og den skal ikke bli borte")
def refused_or_remarked(scene: Scene, story: Story) -> None:
    came = one_judgement(scene, story)
    judge(scene, transport.taken_without_agreement(came, story.sent.envelope.subject))


@then("tar journalen ikke imot meldingen")
def is_not_taken(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, transport.not_taken(came, story.fault))
    scene.evidence.note("; ".join(receipts.seen(message) for message in came) or "Journalen svarte ikke på meldingen.")


@then("den neste meldingen kommer fram som vanlig")
def next_arrives(scene: Scene, story: Story) -> None:
    text, mark = marked(scene, "Denne meldingen er uten feil.")
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    sent = scene.citizen.send(message)
    scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {mark}).", story.patient)
    try:
        taken = receipts.is_positive(scene.citizen.await_apprec(sent))
    except NothingCame:
        taken = False
    judge(scene, transport.is_not_blocked(taken, story.fault))


def one_judgement(scene: Scene, story: Story) -> tuple[Inbound, ...]:
    """What the EPJ said of the message, once; raises when it said nothing, or more than one thing."""
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    if not came:
        came = (scene.citizen.await_refusal(story.sent, finding=missing("A21", "Kvitteringen eller avvisningen")),)
    scene.evidence.note("; ".join(receipts.seen(one) if receipts.is_refusal(one) else "Tatt imot." for one in came))
    judge(scene, transport.judged_once(came, story.fault))
    return came


def wrong(scene: Scene, story: Story, fault: Break, text: str = TEXT) -> None:
    """Send an enquiry in which one thing is wrong."""
    text, mark = marked(scene, text)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    bad: Faulty = fault(scene, message.to_xml(), scene.writer.envelope(message))
    story.begin()
    story.fault = bad.fault
    story.sent_ = scene.citizen.send_raw(bad.raw, bad.envelope, fault=bad.fault, queue=bad.queue)
    story.written_ = Written(story.sent.msg_id, text, mark)


def good(scene: Scene, story: Story, text: str = TEXT) -> None:
    """Send a faultless enquiry."""
    text, mark = marked(scene, text)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    story.begin()
    story.sent_ = scene.citizen.send(message)
    story.written_ = Written(message.msg_id, text, mark)
    scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {mark}).", story.patient)


def undeclared_process(scene: Scene) -> str:
    """A process of the catalogue that citizens write in and the target has not declared."""
    for process in CATALOGUE.values():
        asked = [step for step in process.steps_of(HELSENORGE) if not step.synchronous]
        if asked and process.code not in scene.target.processes:
            return process.code
    raise NotApplicable("Testobjektet har alle prosesser som innbyggere skriver i.")
