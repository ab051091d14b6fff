"""Birthdays and the days on which a child's services change; the day is always an argument."""

from __future__ import annotations

from datetime import date, timedelta

MESSAGES_END = 12
"""From this birthday parents no longer write for the child."""
YOUTH = 13
"""From this birthday the youth may ask for a time with the school nurse."""
ADULT_IN_HEALTH = 16
"""From this birthday parents have no access."""
GROWN_UP = 18


def age(birth: date, day: date) -> int:
    """Whole years; one born on 29 February turns on 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February where there is no 29."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def turns(years: int, day: date, days: int = 0) -> date:
    """The birth date of one who turns so many years that many days after the day."""
    return years_before(day + timedelta(days=days), years)


def leap_day(day: date, number: int = 0) -> date:
    """The latest 29 February that is not after the day, or the one so many before it."""
    found = [date(year, 2, 29) for year in range(day.year, day.year - 60, -1) if _is_leap(year)]
    return [leap for leap in found if leap <= day][number]


def leaves_helsestasjon(birth: date) -> date:
    """1 August of the year the child turns six: school health takes over."""
    return date(birth.year + 6, 8, 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
