"""That what was written, planned and read goes on standing where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count

from pytest_bdd import then, when

from conformance.checks import journal, keeping, timebook
from conformance.scene import Scene
from conformance.steps.booking import in_words
from conformance.steps.dialog import ensure_taken
from conformance.steps.judging import confirm
from conformance.steps.slots import spoken
from conformance.steps.story import Story
from conformance.targets.model import TestPerson

BEFORE = "innføringene før"
SIBLING = "oppslag på søskenet før"


@when("en ansatt har sett meldingen i journalen")
def entry_is_seen(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    if scene.staff.automatic:
        scene.citizen.settle()
        scene.memory[BEFORE] = _entries(scene, story)


@when("en ansatt leser samtalen")
def reads_thread(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    _count_looks(scene, story)
    scene.staff.do("read_thread", thread=story.sent.thread)


@when("en ansatt ser på timene til pasienten")
def reads_appointments(scene: Scene, story: Story) -> None:
    _count_looks(scene, story)
    scene.staff.do("read_appointments", patient=story.patient.ident)


@when("en ansatt leser søskenets journal")
def reads_the_sibling(scene: Scene, story: Story) -> None:
    _count_looks(scene, story)
    if scene.staff.can("read_access_log"):
        scene.memory[SIBLING] = _looks(scene, story.sibling)
    scene.staff.do("read_journal", patient=story.sibling.ident)


@then("står den ansattes melding ordrett i pasientens journal, med hvem og når")
@then("den ansattes melding står ordrett i pasientens journal, med hvem og når")
def own_message_stands(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    told = story.told or journal.Written(story.answer.msg_id, story.answer.text, "")
    who = f"Journalen til {story.patient.given} har meldingen fra den ansatte, ordrett, med hvem som skrev den og når"
    confirm(
        scene,
        "JR-10",
        f"{who}: «{told.text}»",
        "read_journal",
        partial(keeping.shows_own, told=told),
        patient=story.patient.ident,
    )


@then("bør det som var ført, stå urørt i journalen")
def is_untouched(scene: Scene, story: Story) -> None:
    mark = story.written.mark
    confirm(
        scene,
        "JR-12",
        f"Meldingen med «{mark}» står med samme tidspunkt, tekst og navn som før den ble besvart.",
        "read_journal",
        partial(keeping.is_untouched, written=story.written, before=scene.memory.get(BEFORE, ())),
        patient=story.patient.ident,
    )


@then("står timen i timeboken til pasienten")
def stands_in_the_timebook(scene: Scene, story: Story) -> None:
    planned = story.appointment
    confirm(
        scene,
        "JR-11",
        f"Timen {spoken(planned.start)} står i timeboken til {story.patient.given}.",
        "read_appointments",
        lambda data: timebook.stands(data, planned.id, planned.start),
        patient=planned.patient,
    )


@then("timen er ikke i søskenets timebok")
def not_in_the_timebook_of_the_sibling(scene: Scene, story: Story) -> None:
    start = story.appointment.start
    confirm(
        scene,
        "JR-11",
        f"{story.sibling.given} har ingen time {spoken(start)} i timeboken.",
        "read_appointments",
        partial(keeping.has_none_at, start=start),
        patient=story.sibling.ident,
    )


@then("viser timeboken at pasienten ikke møtte")
def no_show_is_shown(scene: Scene, story: Story) -> None:
    planned = story.appointment
    confirm(
        scene,
        "JR-11",
        f"{in_words(story)} står i timeboken som ikke møtt.",
        "read_appointments",
        partial(keeping.is_no_show, appointment=planned.id),
        patient=planned.patient,
    )


@then("transportloggen viser hver melding inn og ut, med utfallet")
def all_are_logged(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    from_staff = {message.msg_id.lower() for message in scene.citizen.messages()}
    for msg_id, _ in story.conversation:
        way = "ut" if msg_id.lower() in from_staff else "inn"
        sentence = f"Transportloggen har melding {msg_id} ({way}), og viser hvordan det gikk med den."
        confirm(
            scene, "JR-16", sentence, "read_transport_log", partial(keeping.is_logged, direction=way), msg_id=msg_id
        )


@then("bør samtalen kunne vises hel, i rekkefølge og med hvem som skrev")
def thread_is_in_order(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    confirm(
        scene,
        "JR-13",
        f"De {len(story.conversation)} meldingene vises i den rekkefølgen de ble skrevet, med hvem som skrev dem.",
        "read_thread",
        partial(keeping.is_whole_and_in_order, expected=[msg_id for msg_id, _ in story.conversation]),
        thread=story.conversation[0][0],
    )


@then("bør innsynsloggen vise hvem som så på timene")
def look_at_the_times_is_logged(scene: Scene, story: Story) -> None:
    patient, again = story.patient, count(1)
    confirm(
        scene,
        "JR-19",
        f"Innsynsloggen viser hvem som nettopp så på timene til {patient.given}, og når.",
        "read_access_log",
        lambda data: journal.access_is_logged(data, patient.ident, story.looks + next(again) * story.looks_at_log),
        patient=patient.ident,
    )


@then("viser innsynsloggen til søskenet hvem som leste, og når")
def look_at_the_sibling_is_logged(scene: Scene, story: Story) -> None:
    sibling, before, again = story.sibling, int(scene.memory.get(SIBLING, 0)), count()
    sentence = f"Innsynsloggen viser hvem som nettopp leste journalen til {sibling.given}, og når."
    confirm(
        scene,
        "JR-05",
        sentence,
        "read_access_log",
        lambda data: journal.access_is_logged(data, sibling.ident, before + (1 + next(again)) * story.looks_at_log),
        patient=sibling.ident,
    )


@then("innsynsloggen til pasienten bør ikke ha noe nytt oppslag")
def patient_was_not_looked_at(scene: Scene, story: Story) -> None:
    patient, again = story.patient, count(1)
    confirm(
        scene,
        "JR-18",
        f"Innsynsloggen til {patient.given} har ikke noe oppslag fra nå nettopp.",
        "read_access_log",
        lambda data: keeping.has_no_more_looks(data, patient.ident, story.looks + next(again) * story.looks_at_log),
        patient=patient.ident,
    )


def _count_looks(scene: Scene, story: Story) -> None:
    if scene.staff.can("read_access_log"):
        first, story.looks = (_looks(scene, story.patient) for _ in range(2))
        story.looks_at_log = story.looks - first


def _looks(scene: Scene, person: TestPerson) -> int:
    data = scene.journal.read("read_access_log", patient=person.ident)
    return sum(entry.get("patient") == person.ident for entry in data.get("entries", ()))


def _entries(scene: Scene, story: Story) -> Sequence[journal.Data]:
    """The entries of the message, of which there must be some."""
    patient, written = story.patient, story.written
    sentence = f"Meldingen med «{written.mark}» står i journalen til {patient.given}."
    holds = partial(journal.is_filed, written=written)
    confirm(scene, "JR-06", sentence, "read_journal", holds, patient=patient.ident)
    return journal.entries_of(scene.journal.read("read_journal", patient=patient.ident), written)
