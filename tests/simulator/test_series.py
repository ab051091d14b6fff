"""When the visits of a series are."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from simulator.journal.series import Series, last_of

START = datetime(2026, 12, 1, 10)  # a Tuesday


def days(series: Series, first: date, last: date) -> list[str]:
    return [moment.strftime("%a %d.%m") for moment in series.between(first, last)]


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (Series(START, "DAILY"), ["Thu 03.12", "Fri 04.12", "Sat 05.12"]),
        (Series(START, "DAILY", 2), ["Thu 03.12", "Sat 05.12"]),
        (Series(START, "DAILY", 3), ["Fri 04.12"]),
        (Series(START, "WEEKLY", 1, ("TU", "FR")), ["Fri 04.12"]),
        (Series(START, "WEEKLY"), []),
        (Series(START, "DAILY", last=date(2026, 12, 3)), ["Thu 03.12"]),
    ],
)
def test_a_few_days(series: Series, expected: list[str]) -> None:
    assert days(series, date(2026, 12, 3), date(2026, 12, 5)) == expected


def test_every_other_week_keeps_its_weeks_wherever_one_looks() -> None:
    series = Series(START, "WEEKLY", 2, ("MO", "TH"))
    whole = series.between(START.date(), date(2027, 3, 1))
    assert [moment.date().isoformat() for moment in whole[:4]] == [
        "2026-12-03",
        "2026-12-14",
        "2026-12-17",
        "2026-12-28",
    ]
    for moment in whole:
        assert series.between(moment.date(), moment.date()) == [moment]
    assert not series.between(date(2026, 12, 7), date(2026, 12, 13))


@pytest.mark.parametrize(("freq", "every"), [("DAILY", 1), ("DAILY", 5), ("WEEKLY", 1), ("WEEKLY", 3)])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_a_count_gives_the_last_day(freq: str, every: int, count: int) -> None:
    series = Series(START, freq, every, ("MO", "FR") if freq == "WEEKLY" else ())
    last = last_of(series, count)
    assert len(series.between(START.date(), last)) == count
