"""Messages that are signed and encrypted, and those in which one thing about that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Final

from pytest_bdd import parsers, then, when

from conformance.checks import carrying, receipts
from conformance.checks.journal import Written
from conformance.outcomes import NotApplicable
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, marked
from conformance.steps.judging import judge, missing
from conformance.steps.story import Story
from conformance.targets.protection import Otherwise

if TYPE_CHECKING:
    from conformance.faults.cms import Miscarried
    from conformance.targets.protection import MessageProtection

TEXT: Final = "Kan storebror bli med på timen?"
WRITTEN, ALTERED = b"storebror", b"lillebror"
_CERTIFICATE: Final = "transport:invalid-certificate"
CONDITIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "meldingen ikke er beskyttet": (
            "transport:invalid-field-value",
            "transport:invalid-cms-pkcs",
            "transport:invalid-signature",
        ),
        "meldingen ikke kan pakkes opp": ("transport:invalid-cms-pkcs",),
        "meldingen ikke kan dekrypteres": ("transport:decryption-failed", _CERTIFICATE),
        "signaturen ikke stemmer": ("transport:invalid-signature",),
        "sertifikatet er gått ut på dato": ("transport:expired-certificate", _CERTIFICATE),
        "sertifikatet er tilbakekalt": ("transport:revoked-certificate", _CERTIFICATE),
        "det er feil sertifikat": (_CERTIFICATE,),
        "sertifikatet ikke er til å stole på": ("transport:unverified-certificate", _CERTIFICATE),
        "konvolutten er feil": ("transport:invalid-field-value",),
    }
)
"""What is told → the conditions that tell it; where several things are wrong with a certificate, one stands for all."""


@when("det kommer en signert og kryptert melding")
def comes_protected(scene: Scene, story: Story) -> None:
    send(scene, story)


@when("Helsenorge har byttet sertifikat, og det kommer en ny melding")
def comes_with_successor(scene: Scene, story: Story) -> None:
    send(scene, story, Otherwise(signer=faults().spare(signed(scene), "successor", scene.clock.now())))


@when("det kommer en melding som verken er signert eller kryptert")
def comes_open(scene: Scene, story: Story) -> None:
    wrongly(scene, story, faults().open_letter())


@when("det kommer en melding som er pakket på en annen måte enn konvolutten sier")
def comes_zipped(scene: Scene, story: Story) -> None:
    wrongly(scene, story, faults().not_cms())


@when("det kommer en melding der konvolutten ikke sier at den er signert og kryptert")
def comes_in_odd_envelope(scene: Scene, story: Story) -> None:
    wrongly(scene, story, faults().odd_content_type())


@when("det kommer en melding som er kryptert til en annen")
def comes_to_another(scene: Scene, story: Story) -> None:
    if not ours(scene).content.encrypted:
        raise NotApplicable("Testobjektfilen sier at meldingene bare signeres, så ingen av dem er kryptert til noen.")
    wrongly(scene, story, faults().to_another(scene.clock.now()))


@when("det kommer en melding som er endret etter at den ble signert")
def comes_altered(scene: Scene, story: Story) -> None:
    signed(scene)
    wrongly(scene, story, faults().altered(WRITTEN, ALTERED))


@when(parsers.parse("det kommer en melding signert med et sertifikat som er {what}"))
def comes_with_spare(scene: Scene, story: Story, what: str) -> None:
    cms = faults()
    ways = {"gått ut på dato": cms.expired, "tilbakekalt": cms.revoked, "laget for kryptering": cms.wrong_usage}
    wrongly(scene, story, ways[what](signed(scene), scene.clock.now()))


@when("det kommer en melding signert med et sertifikat som ikke er registrert på Helsenorge")
def comes_unregistered(scene: Scene, story: Story) -> None:
    wrongly(scene, story, faults().unregistered(signed(scene), scene.clock.now()))


@when("det kommer en melding signert med et sertifikat fra en ukjent utsteder")
def comes_from_nobody(scene: Scene, story: Story) -> None:
    wrongly(scene, story, faults().unknown_issuer(signed(scene), scene.clock.now()))


@then("kvitteringen er signert og kryptert")
def receipt_is_protected(scene: Scene, story: Story) -> None:
    judge(scene, carrying.is_protected(scene.citizen.receipts_for(story.sent), ours(scene).content))


@then(parsers.parse("får Helsenorge feilmelding om at {why}"))
def is_told(scene: Scene, story: Story, why: str) -> None:
    refusal = scene.citizen.await_refusal(
        story.sent, finding=missing("A23", f"Avvisningen av meldingen ({story.fault})")
    )
    scene.evidence.note(receipts.seen(refusal))
    scene.citizen.settle()
    judge(scene, receipts.refused_with(refusal, CONDITIONS[why], story.fault), refusal)
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, receipts.refused_once(came), refusal)


def ours(scene: Scene) -> MessageProtection:
    """The table [protection]; without it no scenario about it applies."""
    if scene.target.protection is None:
        raise NotApplicable("Testobjektfilen har ikke tabellen [protection], så meldinger går uten signatur.")
    return scene.target.protection


def signed(scene: Scene) -> MessageProtection:
    """The same, where a signature says who the sender is; a wrong one is no fault where nobody signs."""
    table = ours(scene)
    if not table.content.signed:
        raise NotApplicable("Testobjektfilen sier at meldingene bare krypteres, så ingen av dem er signert.")
    return table


def faults() -> ModuleType:
    """What can be wrong; loaded where somebody asks, for it is slow, and most targets have no certificates."""
    from conformance.faults import cms  # noqa: PLC0415

    return cms


def send(scene: Scene, story: Story, otherwise: Otherwise | None = None) -> None:
    """Send a faultless enquiry, protected as agreed or in another way that is as good."""
    text, mark = marked(scene, TEXT)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    story.begin()
    story.sent_ = scene.citizen.send(message, otherwise=otherwise)
    story.written_ = Written(message.msg_id, text, mark)
    scene.left_behind(f"tråd {message.msg_id}", f"Samtalen «{SUBJECT}» (ref {mark}).", story.patient)


def wrongly(scene: Scene, story: Story, how: Miscarried) -> None:
    """Send a faultless enquiry that is carried wrongly."""
    ours(scene)
    text, mark = marked(scene, TEXT)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    story.begin()
    story.fault = how.fault
    envelope = scene.writer.envelope(message)
    story.sent_ = scene.citizen.send_raw(message.to_xml(), envelope, fault=how.fault, otherwise=how.otherwise)
    story.written_ = Written(message.msg_id, text, mark)
