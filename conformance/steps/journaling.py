"""What stands in the journal, the thread view, the transport log and the access log."""

from __future__ import annotations

from functools import partial
from itertools import count

from pytest_bdd import then, when

from conformance.checks import journal
from conformance.outcomes import PreconditionMissing
from conformance.scene import Scene
from conformance.steps.dialog import ensure_taken
from conformance.steps.judging import confirm
from conformance.steps.story import Story


@when("en ansatt leser pasientens journal")
def staff_reads(scene: Scene, story: Story) -> None:
    if scene.staff.can("read_access_log"):
        first, story.looks = (_lines_in_access_log(scene, story) for _ in range(2))
        story.looks_at_log = story.looks - first
    scene.staff.do("read_journal", patient=story.patient.ident)


@then("står meldingen ordrett i pasientens journal")
@then("meldingen står ordrett i pasientens journal")
def stands_verbatim(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    sentence = f"Journalen til {story.patient.given} har meldingen, ordrett: «{story.written.text}»"
    checks = {"JR-06": journal.is_filed, "JR-07": journal.stands_verbatim}
    for rule, check in checks.items():
        # A person is asked once; a machine tells apart what is missing and what is changed.
        if scene.staff.automatic or rule == "JR-07":
            holds = partial(check, written=story.written)
            confirm(scene, rule, sentence, "read_journal", holds, patient=story.patient.ident)


@then("står meldingen i pasientens journal nøyaktig én gang")
@then("meldingen står i pasientens journal nøyaktig én gang")
def stands_once(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    scene.citizen.settle()
    sentence = f"Meldingen med «{story.written.mark}» står én gang i journalen til {story.patient.given}."
    confirm(
        scene,
        "JR-08",
        sentence,
        "read_journal",
        lambda data: journal.stands_once(data, story.written),
        patient=story.patient.ident,
    )


@then("meldingen er ikke i søskenets journal")
def not_with_the_sibling(scene: Scene, story: Story) -> None:
    sentence = f"Meldingen med «{story.written.mark}» er ikke i journalen til {story.sibling.given}."
    confirm(
        scene,
        "JR-06",
        sentence,
        "read_journal",
        lambda data: journal.is_absent(data, story.written),
        patient=story.sibling.ident,
    )


@then("meldingen er ikke i journalen til den som skrev")
def not_with_the_writer(scene: Scene, story: Story) -> None:
    writer = story.acts
    sentence = f"Meldingen med «{story.written.mark}» er ikke i en journal på {writer.given}, som skrev den."
    try:
        confirm(
            scene,
            "JR-06",
            sentence,
            "read_journal",
            lambda data: journal.is_absent(data, story.written),
            patient=writer.ident,
        )
    except PreconditionMissing as refused:
        scene.evidence.note(f"EPJ-en viser ingen journal på {writer.given}: {refused.reason}")


@then("pasientens journal viser hvem som skrev på vegne av pasienten")
def writer_is_shown(scene: Scene, story: Story) -> None:
    acts = story.acts
    sentence = f"Journalen viser at {acts.given} {acts.family} skrev på vegne av {story.patient.given}."
    confirm(
        scene,
        "JR-04",
        sentence,
        "read_journal",
        lambda data: journal.shows_acting(data, story.written, acts),
        patient=story.patient.ident,
    )


@then("vedleggene ligger uendret i pasientens journal")
def attachments_are_kept(scene: Scene, story: Story) -> None:
    names = " og ".join(f"«{item.description}»" for item in story.written.attachments)
    sentence = f"Vedleggene {names} ligger i journalen til {story.patient.given} og kan åpnes."
    confirm(
        scene,
        "JR-09",
        sentence,
        "read_journal",
        lambda data: journal.shows_attachments(data, story.written),
        patient=story.patient.ident,
    )


@then("alle meldingene ligger i samme tråd i journalen")
def thread_is_whole(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    sentence = f"De {len(story.conversation)} meldingene i samtalen med {story.patient.given} ligger i samme tråd."
    patient, expected = story.patient.ident, tuple(story.conversation)
    confirm(
        scene,
        "JR-01",
        sentence,
        "read_thread",
        lambda data: journal.thread_is_whole(data, patient, expected),
        thread=story.conversation[0][0],
    )


@then("tråden er lukket for svar i journalen")
def thread_is_closed(scene: Scene, story: Story) -> None:
    sentence = "Tråden vises som lukket, slik at innbyggeren ikke kan svare."
    confirm(scene, "EK-02", sentence, "read_thread", journal.is_closed, thread=story.conversation[0][0])


@then("den opprinnelige meldingen kan hentes fram uendret")
def raw_is_kept(scene: Scene, story: Story) -> None:
    sentence = f"Melding {story.sent.msg_id} kan hentes fram slik den ble mottatt."
    confirm(
        scene,
        "JR-02",
        sentence,
        "read_transport_log",
        lambda data: journal.raw_is_kept(data, story.sent.raw),
        msg_id=story.sent.msg_id,
    )


@then("viser innsynsloggen hvem som leste, når, og hvilken pasient det gjaldt")
def access_is_logged(scene: Scene, story: Story) -> None:
    sentence = f"Innsynsloggen viser hvem som nettopp leste journalen til {story.patient.given}, og når."
    patient, looks_at_log = story.patient.ident, count(1)
    confirm(
        scene,
        "JR-05",
        sentence,
        "read_access_log",
        # Looking at the log may be logged too; that line is not the one about the journal.
        lambda data: journal.access_is_logged(data, patient, story.looks + next(looks_at_log) * story.looks_at_log),
        patient=patient,
    )


def _lines_in_access_log(scene: Scene, story: Story) -> int:
    data = scene.journal.read("read_access_log", patient=story.patient.ident)
    return sum(entry.get("patient") == story.patient.ident for entry in data.get("entries", ()))
