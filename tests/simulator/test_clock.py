from datetime import UTC, datetime, timedelta, timezone

import pytest

from simulator.clock import ManualClock, ShiftableClock, SystemClock
from tests.simulator.bus_world import START, in_thread


def test_the_system_clock_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)
    assert SystemClock().now().utcoffset() == timedelta()


def test_a_manual_clock_stands_still_until_moved() -> None:
    clock = ManualClock(START)
    assert clock.now() == clock.now() == START
    assert clock.advance(timedelta(hours=1)) == clock.now() == START + timedelta(hours=1)
    assert clock.advance(timedelta(hours=-2)) == START - timedelta(hours=1)


def test_a_manual_clock_speaks_utc_and_refuses_naive_time() -> None:
    oslo = timezone(timedelta(hours=1))
    assert ManualClock(START.astimezone(oslo)).now().utcoffset() == timedelta()
    with pytest.raises(ValueError, match="aware"):
        ManualClock(datetime(2026, 12, 1))


def test_a_shifted_clock_follows_its_base() -> None:
    base = ManualClock(START)
    clock = ShiftableClock(base)
    assert clock.now() == START
    clock.shift_to(timedelta(days=3))
    base.advance(timedelta(seconds=5))
    assert clock.now() == START + timedelta(days=3, seconds=5)
    assert clock.advance(timedelta(days=-1)) == START + timedelta(days=2, seconds=5)
    assert clock.offset == timedelta(days=2)
    clock.shift_to(timedelta())
    assert clock.now() == base.now()


def test_no_step_is_lost_between_threads() -> None:
    clock, shifted = ManualClock(START), ShiftableClock(ManualClock(START))

    def step() -> None:
        for _ in range(200):
            clock.advance(timedelta(seconds=1))
            shifted.advance(timedelta(seconds=1))

    for future in [in_thread(step) for _ in range(8)]:
        future.result(20)
    assert clock.now() == shifted.now() == START + timedelta(seconds=1600)
