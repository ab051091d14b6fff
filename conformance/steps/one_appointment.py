"""One appointment over time: saved again, changed a little, changed fast, kept from parents, with odd names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from pytest_bdd import given, then, when

from conformance.checks import apart, spelling
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import (
    await_push,
    gone,
    in_words,
    move,
    pushes_since,
    set_up,
    try_to_set_up,
)
from conformance.steps.judging import confirm, judge
from conformance.steps.slots import Slot
from conformance.steps.story import Story

SAMI: Final = "Guovdageainnu dearvvašvuođastašuvdna, lanja 2 (Čáhcesuolu)"
SIGNS: Final = "Bygg A & B, rom <2>"
LONG: Final = (
    "Familiens hus i Storvik, avdeling for forebyggende helsearbeid blant barn, unge og gravide, "
    "inngang fra Kirkegata ved siden av biblioteket, heis til 3. etasje, rom 3014"
)
REASON: Final = "Helsesykepleieren er syk."


@given("pasienten har en time som foreldrene ikke skal se")
@when("en ansatt setter opp en time som foreldrene ikke skal se")
def staff_sets_up_exempt(scene: Scene, story: Story, tidy: None) -> None:
    mark = len(scene.citizen.received())
    set_up(scene, story, story.patient, slots.ahead(scene), exempt=True)
    scene.citizen.settle()
    story.mark = mark


@when("en ansatt åpner timen og lagrer den uten endringer")
def staff_saves_again(scene: Scene, story: Story) -> None:
    story.begin()
    one = story.appointment
    move(scene, story, expect_refusal=True, slot=Slot(one.start, one.end), place=one.location)


@when("en ansatt bytter sted for timen")
def staff_changes_the_place(scene: Scene, story: Story) -> None:
    story.begin()
    one = story.appointment
    move(scene, story, expect_refusal=False, slot=Slot(one.start, one.end))


@when("en ansatt gjør timen lengre")
def staff_makes_it_longer(scene: Scene, story: Story) -> None:
    story.begin()
    one = story.appointment
    longer = datetime.fromisoformat(one.end) + timedelta(minutes=25)
    slot = Slot(one.start, longer.isoformat(timespec="seconds"))
    move(scene, story, expect_refusal=False, slot=slot, place=one.location)


@when("en ansatt flytter timen, og må stryke den med en gang")
def staff_moves_and_cancels(scene: Scene, story: Story) -> None:
    story.begin()
    move(scene, story, expect_refusal=False)
    scene.staff.do("cancel_appointment", about=in_words(story), appointment=story.appointment.id, reason=REASON)
    gone(scene, story)


@when("en ansatt prøver å registrere en gang til at pasienten ikke møtte")
def staff_registers_twice(scene: Scene, story: Story) -> None:
    try_to(scene, story, "register_no_show")


@when("en ansatt prøver å avlyse timen en gang til")
def staff_cancels_twice(scene: Scene, story: Story) -> None:
    try_to(scene, story, "cancel_appointment", reason=REASON)


@when("en ansatt prøver å flytte den avlyste timen")
def staff_moves_what_is_cancelled(scene: Scene, story: Story) -> None:
    story.begin()
    move(scene, story, expect_refusal=True)


@when("en ansatt setter opp en time på et sted med samisk navn")
def staff_sets_up_in_sami(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene), SAMI)


@when("en ansatt setter opp en time på et sted med tegnene & og < i navnet")
def staff_sets_up_with_signs(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene), SIGNS)


@when("en ansatt prøver å sette opp en time på et sted med et langt navn")
def staff_tries_a_long_name(scene: Scene, story: Story, tidy: None) -> None:
    try_to_set_up(scene, story, slots.ahead(scene), LONG)


@then("bør Helsenorge ikke få flere meldinger om timen")
def nothing_more_is_told(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, apart.told_once(pushes_since(story)))


@then("bør Helsenorge ikke få melding om timen")
def nothing_is_told(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    told = {planned.patient for planned in story.planned}
    judge(scene, apart.kept_from_parents([push for push in scene.citizen.messages() if push.patient_id in told]))


@then("får Helsenorge en melding om en ny time, og ikke om den som ble avlyst")
def another_appointment(scene: Scene, story: Story) -> None:
    came = await_push(scene, story)
    scene.citizen.settle()
    judge(scene, apart.only_new(pushes_since(story)), came)
    judge(scene, apart.is_another_appointment(came, story.pushes), came)
    story.pushes.append(came)


@then("er det siste Helsenorge får vite, at timen er avlyst")
def told_last_that_it_is_off(scene: Scene, story: Story) -> None:
    await_push(scene, story, "08")
    scene.citizen.settle()
    judge(scene, apart.ends_cancelled(pushes_since(story)))


@then("stemmer det Helsenorge sist fikk vite, med timeboken")
def told_last_what_is_true(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    last = (pushes_since(story) or story.pushes)[-1]
    planned, stands = story.appointment, last.code in ("05", "07")
    what = "står" if stands else "er avlyst"
    sentence = f"Timen ({in_words(story)}) {what} i timeboken, slik Helsenorge sist fikk vite."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: apart.agrees(data, planned.id, stands=stands),
        patient=planned.patient,
    )


@then("meldingen har pasientens navn og nummer")
def names_the_patient(scene: Scene, story: Story) -> None:
    judge(scene, spelling.names(story.push, story.patient), story.push)


@then("bør Helsenorge få hele stedsnavnet, eller den ansatte få nei")
def whole_place_or_no(scene: Scene, story: Story) -> None:
    for _ in story.planned:
        await_push(scene, story)
    scene.citizen.settle()
    for push in pushes_since(story):
        judge(scene, spelling.has_whole_place(push, LONG), push)


def try_to(scene: Scene, story: Story, intent: str, **more: Any) -> None:
    """Have staff try what has been done before; no is a good answer."""
    story.begin()
    appointment = story.appointment.id
    result = scene.staff.do(intent, expect_refusal=True, about=in_words(story), appointment=appointment, **more)
    if result.outcome == "refused":
        scene.evidence.note(f"Journalen sa nei: {result.reason or 'ingen begrunnelse'}.")
