"""What the steps do for people: where to find it, nothing asked twice, and what is left is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.staff.adapter import IntentResult
from conformance.steps.booking import SUMMARY, gone, move, set_up
from conformance.steps.settings import APPROVAL, require
from conformance.steps.slots import Slot
from conformance.steps.story import Story
from tests.conformance.bench_world import NORA, FakeStaff, World, running

SLOT = Slot("2027-01-11T10:15:00", "2027-01-11T10:30:00")


def person(outcome: str = "done", **data: Any) -> IntentResult:
    return IntentResult(outcome, "", data, "person", "Berit")  # type: ignore[arg-type]


def by_hand() -> FakeStaff:
    made = person(appointment="uten id")
    answers = {
        "create_appointment": made,
        "change_appointment": made,
        "change_setting": person(previous="nei"),
    }
    return FakeStaff(answers, automatic=False)


def left(world: World) -> list[str]:
    return [f"{one.person}: {one.text}" for one in world.evidence.left_behind()]


def planned(world: World) -> Story:
    story = Story(world.scene, patient_=NORA)
    set_up(world.scene, story, NORA, SLOT)
    return story


def test_a_person_is_told_which_appointment_it_is(tmp_path: Path) -> None:
    with running(tmp_path, staff=by_hand()) as world:
        move(world.scene, planned(world), expect_refusal=False)
        first, second = world.writer.record().intents
        assert SUMMARY in first.sentence and "Det gjelder" not in first.sentence
        assert second.sentence.endswith("Det gjelder Nora Åsheim, 11.01.2027 kl. 10.15.")


def test_an_appointment_is_left_until_it_is_cancelled_also_when_it_was_moved(tmp_path: Path) -> None:
    with running(tmp_path, staff=by_hand()) as world:
        story = planned(world)
        assert left(world) == [
            f"Nora Åsheim ({NORA.ident}): Timen 11.01.2027 kl. 10.15, Helsestasjonen, rom 2 (i journalen: uten id)."
        ]
        move(world.scene, story, expect_refusal=False)
        assert len(left(world)) == 1 and "rom 5" in left(world)[0]
        gone(world.scene, story)
        assert left(world) == []


def test_a_setting_is_switched_by_hand_once_in_a_run(tmp_path: Path) -> None:
    with running(tmp_path, staff=by_hand()) as world:
        for _ in range(2):
            require(world.scene, {}, APPROVAL, "ja")
        assert [name for name, _, _ in world.staff.asked] == ["change_setting"]
        assert "tidligere i kjøringen" in world.writer.record().notes[0].text
        require(world.scene, {}, APPROVAL, "nei")
        assert len(world.staff.asked) == 2
        assert left(world) == [], "it is as it was"


def test_a_machine_is_asked_for_the_setting_each_time(tmp_path: Path) -> None:
    staff = FakeStaff({"change_setting": IntentResult("done", data={"previous": "ja"})})
    with running(tmp_path, staff=staff) as world:
        for _ in range(2):
            require(world.scene, {}, APPROVAL, "ja")
        assert len(staff.asked) == 2
