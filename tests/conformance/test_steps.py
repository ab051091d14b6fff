"""What the steps compute before they ask a port for anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from conformance.checks.receipts import ANY, ERROR_QUEUE
from conformance.outcomes import CheckFailed, ToolFault
from conformance.scene import Scene
from conformance.steps import dialog, refusing, samples, slots
from conformance.steps.judging import judge, missing
from conformance.steps.story import Story
from standards.rules.model import Finding, Severity

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
NUMBERS = [number << 64 for number in range(0, 200_000, 997)]


class Kept:
    """An evidence that remembers findings."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int | None]] = []

    def finding(self, finding: Finding, *, message: int | None = None) -> None:
        self.found.append((finding.rule, message))


class Stage:
    """As much of a scene as judging needs."""

    def __init__(self) -> None:
        self.evidence = Kept()


def test_slots_are_weekdays_in_working_hours_and_far_ahead() -> None:
    starts = [datetime.fromisoformat(slots.at(NOW, number, 30, 300).start) for number in NUMBERS]
    assert all(start.weekday() < 5 and 8 <= start.hour < 15 for start in starts)
    assert all(27 <= (start.date() - NOW.date()).days <= 302 for start in starts)
    assert len(set(starts)) > 0.95 * len(starts)


def test_past_slots_are_past() -> None:
    assert all(slots.at(NOW, number, -25, -2).end < "2026-11-21" for number in NUMBERS)


def test_a_slot_lasts_a_quarter_and_can_be_moved_within_the_day() -> None:
    slot = slots.at(NOW, 5 << 64, 30, 300)
    assert slot.end == slots.same_day(slot, 15).start
    assert slots.spoken("2027-01-12T10:07:00") == "12.01.2027 kl. 10.07"


def test_step_texts_name_what_they_accept() -> None:
    assert dialog.codes_in("08, 09, 26 eller 30") == ("08", "09", "26", "30")
    assert refusing.wanted("med feilmelding eller med kvittering E10") == {ERROR_QUEUE, "E10"}
    assert refusing.wanted("med kvittering X99, T99 eller en annen feilkode") == {"X99", "T99", ANY}


def test_remarks_are_kept_and_the_first_error_stops() -> None:
    stage = Stage()
    scene = cast(Scene, stage)
    judge(scene, ())
    remark = Finding("R", "k", Severity.REMARK, "merknad")
    judge(scene, [remark])
    first, second = missing("A16", "En melding"), missing("A17", "En melding")
    with pytest.raises(CheckFailed) as caught:
        judge(scene, [remark, first, second])
    assert caught.value.finding is first
    assert [rule for rule, _ in stage.evidence.found] == ["R", "R", "A17"]


def test_a_step_that_lacks_an_earlier_one_is_a_fault_of_the_tool() -> None:
    story = Story(cast(Scene, Stage()))
    for name in ("patient", "sibling", "appointment", "push", "sent", "written", "answer", "acts"):
        with pytest.raises(ToolFault, match="trenger"):
            getattr(story, name)


def test_attachments_are_what_they_say() -> None:
    assert samples.PICTURE.content.startswith(b"\xff\xd8\xff")
    assert samples.PDF_FILE.content.startswith(b"%PDF-")


def test_the_mark_survives_any_mangling_of_letters() -> None:
    scene: Any = type("Ids", (), {"new_id": staticmethod(lambda: "11111111-2222-4333-8444-abcdefabcdef")})
    text, mark = dialog.marked(scene, dialog.LETTERS)
    assert mark.isascii() and mark.isalnum()
    assert text.endswith(f"(ref {mark})")
