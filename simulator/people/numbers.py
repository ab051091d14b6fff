"""Hands out synthetic numbers, each once."""

from __future__ import annotations

from datetime import date

from simulator.people.person import Sex
from standards.identifiers import Series, make_fnr


class Numbers:
    """The same numbers for the same questions in the same order; with `skip` never one of the first of a birth date."""

    def __init__(self, skip: int = 0) -> None:
        self._skip = skip
        self._next: dict[tuple[date, Sex, Series, bool, int], int] = {}

    def next(
        self, birth: date, sex: Sex, *, series: Series = "nhn", d_number: bool = False, k1_remainder: int = 0
    ) -> str:
        """The first free one; the last digit of the individual number tells the registered sex."""
        key = (birth, sex, series, d_number, k1_remainder)
        first = 0 if birth.year < 2000 else 500
        start = self._next.get(key, first + self._skip + (sex == "mann"))
        for individual in range(start, first + 500, 2):
            try:
                number = make_fnr(birth, individual, series=series, d_number=d_number, k1_remainder=k1_remainder)
            except ValueError:
                continue
            self._next[key] = individual + 2
            return number
        raise ValueError(f"No synthetic id is left for {birth}.")
