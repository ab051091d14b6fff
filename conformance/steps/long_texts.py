"""The longest text and subject that a citizen can write, text in paragraphs, and no subject at all."""

from __future__ import annotations

from functools import partial
from typing import Final

from pytest_bdd import then, when

from conformance.checks import dialogs
from conformance.checks.journal import Written
from conformance.scene import Scene
from conformance.steps.dialog import ensure_taken, mark_of, marked, send, staff_replies
from conformance.steps.judging import confirm
from conformance.steps.story import Story

LONGEST_TEXT: Final = 1000
"""What Helsenorge lets a citizen write (HITS 1217:2018, 2.4)."""
LONGEST_SUBJECT: Final = "Spørsmål om søvn, mat og vaksine før oppstart høst"
_FILLER: Final = "Nå skriver jeg så langt som det går, med æ, ø og å, fordi det er mye å fortelle om søvn, mat og lek. "
_END: Final = "Det var alt."
PARAGRAPHS: Final = "Medisiner nå:\n- D-vitamin, 5 dråper\n- Jern, 2 ml\n\nHun har sluttet med:\n- Paracet"


@when("innbyggeren skriver en melding på 1000 tegn med et emne på 50 tegn")
def writes_as_long_as_possible(scene: Scene, story: Story) -> None:
    text, mark = _longest(scene)
    _write(scene, story, LONGEST_SUBJECT, text, mark)


@when("innbyggeren skriver en melding i flere avsnitt")
def writes_paragraphs(scene: Scene, story: Story) -> None:
    _write(scene, story, "Medisiner", *marked(scene, PARAGRAPHS))


@when("innbyggeren skriver uten emne")
def writes_without_subject(scene: Scene, story: Story) -> None:
    _write(scene, story, None, *marked(scene, "Når er neste time?"))


@when("en ansatt svarer med 1000 tegn")
def staff_answers_as_long_as_possible(scene: Scene, story: Story) -> None:
    room = LONGEST_TEXT - len(" (ref 0123456789)")
    staff_replies(scene, story, "answer", _of_length(room))


@then("emnet står ordrett i pasientens journal")
def subject_stands(scene: Scene, story: Story) -> None:
    confirm(
        scene,
        "DIA-01",
        f"Meldingen med «{story.written.mark}» har emnet «{LONGEST_SUBJECT}» i journalen til {story.patient.given}.",
        "read_journal",
        partial(dialogs.shows_subject, written=story.written, subject=LONGEST_SUBJECT),
        patient=story.patient.ident,
    )


@then("står avsnittene hver for seg i pasientens journal")
def paragraphs_stand(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    confirm(
        scene,
        "DIA-02",
        f"Meldingen med «{story.written.mark}» har linjeskiftene sine i journalen til {story.patient.given}.",
        "read_journal",
        partial(dialogs.keeps_lines, written=story.written),
        patient=story.patient.ident,
    )


def _write(scene: Scene, story: Story, subject: str | None, text: str, mark: str) -> None:
    message = scene.writer.enquiry(story.patient, subject=subject, text=text, acting=story.acting)
    send(scene, story, message, Written(message.msg_id, text, mark), None)


def _longest(scene: Scene) -> tuple[str, str]:
    mark = mark_of(scene)
    start = f"(ref {mark}) "
    return f"{start}{_of_length(LONGEST_TEXT - len(start))}", mark


def _of_length(length: int) -> str:
    filler = (_FILLER * (length // len(_FILLER) + 1))[: length - len(_END) - 1].rstrip()
    return f"{filler}{'.' * (length - len(filler) - len(_END) - 1)} {_END}"
