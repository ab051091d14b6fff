"""Signs, layout and encodings that a message may have, and that must not change what is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from pytest_bdd import then, when

from conformance.checks import answers, dialogs, journal, receipts, wording
from conformance.checks.journal import Written
from conformance.scene import Scene
from conformance.steps.dialog import SUBJECT, ensure_taken, marked, send, staff_replies, write
from conformance.steps.judging import confirm, judge
from conformance.steps.story import Story
from conformance.writing import forms
from standards.xhtml import Xhtml

SIGNS: Final = (
    "Hun er < 3 år & veier > 12 kg. Legen skrev \"OK\" og 'fin', men også &lt;ikke&gt; &amp; 100 % \\ {se side 2}."
)
CODE: Final = "<script>alert('hei')</script> <b>Dette</b> sto i skjemaet fra barnehagen: '; DROP TABLE barn; --"
LETTERS: Final = "Vi bor på Ånes, og Bjørnår går på Sørgård skole. Hos Áile i Kárášjohka er det roligere."
WORDS: Final = ("Vi lurer på tre ting:", "søvn", "mat", "vaksine før reisen")
WHOLE: Final = "Blåbær, sjøørret og æ på Ørlandet. Hun er < 3 år & frisk."


@when("innbyggeren skriver en tekst med større enn, mindre enn, og-tegn og anførselstegn")
def writes_signs(scene: Scene, story: Story) -> None:
    write(scene, story, SIGNS)


@when("en ansatt svarer med de samme tegnene")
def staff_answers_signs(scene: Scene, story: Story) -> None:
    staff_replies(scene, story, "answer", SIGNS)


@when("innbyggeren skriver noe som ser ut som programkode")
def writes_code(scene: Scene, story: Story) -> None:
    write(scene, story, CODE)


@when("innbyggeren skriver bokstaver som er satt sammen av to tegn")
def writes_decomposed(scene: Scene, story: Story) -> None:
    write(scene, story, unicodedata.normalize("NFD", LETTERS))


@when("innbyggeren skriver med fet skrift og punktliste")
def writes_with_layout(scene: Scene, story: Story) -> None:
    last, mark = marked(scene, WORDS[-1])
    words = (*WORDS[:-1], last)
    message = scene.writer.enquiry(story.patient, subject=SUBJECT, text=_laid_out(words), acting=story.acting)
    send(scene, story, message, Written(message.msg_id, " ".join(words), mark), None)


@when("det kommer en melding der teksten er pakket inn på en annen lovlig måte")
def comes_in_cdata(scene: Scene, story: Story) -> None:
    _in_form(scene, story, forms.with_cdata, "Teksten står i CDATA, som er lovlig")


@when("det kommer en melding med merknader som bare er til datamaskiner")
def comes_with_comments(scene: Scene, story: Story) -> None:
    _in_form(scene, story, forms.with_comments, "Meldingen har XML-kommentarer, som er lovlig")


@when("det kommer en melding med andre interne forkortelser enn vanlig")
def comes_with_prefixes(scene: Scene, story: Story) -> None:
    _in_form(scene, story, forms.with_other_prefixes, "Navnerommene har andre prefikser, som er lovlig")


@when("det kommer en melding i et eldre tegnsett")
def comes_in_latin_1(scene: Scene, story: Story) -> None:
    _in_form(scene, story, forms.in_latin_1, "Meldingen er skrevet i ISO-8859-1, og sier det")


@when("det kommer en melding med et usynlig merke foran")
def comes_with_bom(scene: Scene, story: Story) -> None:
    _in_form(scene, story, forms.with_mark_in_front, "Meldingen har BOM foran, som er lovlig")


@then("blir meldingen avvist, eller så står den ordrett i pasientens journal")
def is_refused_or_verbatim(scene: Scene, story: Story) -> None:
    if was_refused(scene, story):
        return
    _confirm(scene, story, "har meldingen, ordrett", journal.stands_verbatim)


@then("står ordene i meldingen i pasientens journal")
def words_stand(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    _confirm(scene, story, "har alle ordene i meldingen", wording.has_the_words)


@then("står meldingen i pasientens journal med de samme bokstavene")
def letters_stand(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    _confirm(scene, story, "har meldingen, med de samme bokstavene", wording.has_the_letters)


def _laid_out(words: Sequence[str]) -> Xhtml:
    items = "".join(f"<li>{point}</li>" for point in words[1:])
    return Xhtml(f'<div xmlns="http://www.w3.org/1999/xhtml"><p><strong>{words[0]}</strong></p><ul>{items}</ul></div>')


def was_refused(scene: Scene, story: Story) -> bool:
    """Whether the EPJ refused the message, at once or in an answer; that it said nothing at all is an error."""
    scene.citizen.settle()
    came = receipts.about(scene.citizen.received(), story.sent.msg_id, story.sent.message_id)
    judge(scene, dialogs.is_receipted(came))
    refusals = [receipts.seen(one) for one in came if receipts.is_refusal(one)]
    told = scene.citizen.messages(lambda message: answers.is_answer_to(message, story.asked))
    refusals += [f"Avvist i et svar med kode {one.code}." for one in told if one.code in receipts.BUSINESS_REFUSALS]
    for refusal in refusals:
        scene.evidence.note(refusal)
    return bool(refusals)


def _confirm(scene: Scene, story: Story, what: str, check: Callable[..., str | None]) -> None:
    confirm(
        scene,
        "JR-07",
        f"Journalen til {story.patient.given} {what}: «{story.written.text}»",
        "read_journal",
        partial(check, written=story.written),
        patient=story.patient.ident,
    )


def _in_form(scene: Scene, story: Story, form: Callable[[bytes], bytes], what: str) -> None:
    text, mark = marked(scene, WHOLE)
    good = scene.writer.enquiry(story.patient, subject=SUBJECT, text=text, acting=story.acting)
    story.begin()
    story.fault = what
    story.sent_ = scene.citizen.send_raw(form(good.to_xml()), scene.writer.envelope(good), fault=what)
    story.written_ = Written(good.msg_id, text, mark)
    scene.left_behind(f"tråd {good.msg_id}", f"Meldingen «{SUBJECT}» (ref {mark}).", story.patient)
