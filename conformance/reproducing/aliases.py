"""Other numbers for persons, parties and organisations: the same one everywhere, and of the same kind and length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from operator import mul
from typing import Final

from standards.identifiers import IdKind, Series, classify, is_orgnr, make_fnr

_ELEVEN: Final = re.compile(r"(?<![0-9])(?:[0-9]{11}|[0-9]{6}[ \u00a0.-][0-9]{5})(?![0-9])")
_NINE: Final = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_INDIVIDUALS: Final = range(1000)
_ORGNR_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
_ADULT: Final = date(1980, 6, 15)


class Aliases:
    """Gives out the aliases; `parties` are HER-ids and other numbers that are known only by where they stand."""

    def __init__(self, parties: Iterable[str]) -> None:
        self._given: dict[str, str] = {}
        ordered = sorted({each for each in parties if each.isdigit()}, key=lambda each: (len(each), each))
        for number, each in enumerate(ordered, start=1):
            self._given[each] = f"9{number:0{len(each) - 1}d}" if len(each) > 1 else each
        self._parties = re.compile("|".join(rf"(?<![0-9]){each}(?![0-9])" for each in ordered) or r"(?!)")

    def text(self, value: str) -> str:
        """A text with every number in it replaced."""
        value = _ELEVEN.sub(lambda found: self.person(found[0]), value)
        value = _NINE.sub(lambda found: self._organisation(found[0]), value)
        return self._parties.sub(lambda found: self._given[found[0]], value)

    def person(self, ident: str) -> str:
        """Another synthetic number: of the same year, month and sex where it was synthetic, else of nobody's age."""
        digits = re.sub(r"[^0-9]", "", ident)
        if digits not in self._given:
            self._given[digits] = self._another(digits)
        alias = self._given[digits]
        return alias if len(ident) == len(digits) else f"{alias[:6]}{ident[6]}{alias[6:]}"

    def birth(self, value: str) -> str:
        """A date of birth as the number has it: the same month, and another day."""
        return f"{value[:8]}15{value[10:]}"

    def _another(self, digits: str) -> str:
        number = classify(digits)
        synthetic = number is not None and number.synthetic is not None
        series: Series = (number.synthetic or "nhn") if number else "nhn"
        born = (number.birth_date if number and synthetic else None) or _ADULT
        d_number = number is not None and number.kind is IdKind.DNR
        taken = set(self._given.values())
        for individual in _INDIVIDUALS:
            if individual % 2 != int(digits[8]) % 2:
                continue
            try:
                alias = make_fnr(born.replace(day=15), individual, series=series, d_number=d_number)
            except ValueError:
                continue
            alias = alias if number is None or number.check_digits_ok else _broken(alias)
            if alias not in taken and alias != digits:
                return alias
        return _broken(make_fnr(_ADULT, 1))

    def _organisation(self, value: str) -> str:
        """Another organisation number where it is one; else the digits stand, for they are something else."""
        if not is_orgnr(value):
            return value
        return self._given.setdefault(value, next(_numbers(len(self._given))))


def _numbers(first: int) -> Iterator[str]:
    for number in range(first, first + 100):
        eight = f"99{number:06d}"
        check = -sum(map(mul, map(int, eight), _ORGNR_WEIGHTS)) % 11
        if check < 10:
            yield f"{eight}{check}"


def _broken(alias: str) -> str:
    """With a last digit that no rule gives."""
    return f"{alias[:-1]}{(int(alias[-1]) + 1) % 10}"
