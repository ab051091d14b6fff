"""Norwegian person numbers, HER-ids, HPR and organisation numbers, and the masking of ids of living people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Final, Literal

Series = Literal["nhn", "skatteetaten"]

_MONTH_SHIFT: Final[dict[Series, int]] = {"nhn": 65, "skatteetaten": 80}
_SERIES: Final[dict[int, Series]] = {
    month + shift: name for name, shift in _MONTH_SHIFT.items() for month in range(1, 13)
}
_H_SHIFT: Final = 40
_D_SHIFT: Final = 40
_K1_WEIGHTS: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_K1_ZERO, _K2_ZERO = ord("0") * sum(_K1_WEIGHTS), ord("0") * sum(_K2_WEIGHTS)
_ORGNR_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2, 1)
_CENTURIES: Final = (
    (1900, range(0, 500), range(0, 100)),
    (1800, range(500, 750), range(54, 100)),
    (2000, range(500, 1000), range(0, 40)),
    (1900, range(900, 1000), range(40, 100)),
)
_ELEVEN_DIGITS: Final = re.compile(r"[0-9]{11}")
_IN_TEXT: Final = re.compile(r"([0-9]{6})(?<![0-9]{7})([ \u00a0.-]?)([0-9]{5})(?![0-9])")
"""Looks behind after the first digits are found: twice as fast over long texts as before them."""
_RANDOM_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_HEX_BEFORE: Final = re.compile(r"[0-9a-f]+\Z", re.IGNORECASE)
_HEX_AFTER: Final = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_LONG_WORD: Final = 32
"""Characters; the shortest hash that is written in hexadecimal digits."""
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")


class IdKind(StrEnum):
    """What an eleven-digit number is; the values are codes of kodeverk 8116, apart from the unknown."""

    FNR = "FNR"
    DNR = "DNR"
    HNR = "HNR"
    FHN = "FHN"
    UNKNOWN = "ukjent"


@dataclass(frozen=True)
class PersonNumber:
    """An eleven-digit number and what can be read from it."""

    value: str
    kind: IdKind
    synthetic: Series | None
    check_digits_ok: bool

    @property
    def birth_date(self) -> date | None:
        """When the person was born; a number that only fits the 2032 rule tells it not."""
        if self.kind is IdKind.UNKNOWN or any(_remainders(self.value)):
            return None
        _, _, day, month = _ranges(self.value)
        return _birth(self.value, day, month)


def classify(value: str) -> PersonNumber | None:
    """Read a number by its ranges (HIS 1001 and the synthetic series); None when it is not eleven digits."""
    if not _ELEVEN_DIGITS.fullmatch(value):
        return None
    kind, series, _, _ = _ranges(value)
    return PersonNumber(value, kind, series, has_check_digits(value))


def has_check_digits(value: str) -> bool:
    """Whether eleven digits end in right check digits: the present rule, or the one for numbers given from 2032."""
    if not _ELEVEN_DIGITS.fullmatch(value):
        return False
    first, second = _remainders(value)
    return first < 4 and second == 0


def is_synthetic(value: str) -> bool:
    """Whether the month lies in NHN's (+65) or Skatteetaten's (+80) series, so that no living person has it."""
    number = classify(value)
    return number is not None and number.synthetic is not None


def is_real_range(value: str) -> bool:
    """Whether the number could belong to a living person: FNR or D-number, ordinary month, right check digits."""
    if value[2:3] not in ("0", "1") or not _ELEVEN_DIGITS.fullmatch(value):  # no ordinary month
        return False
    kind, series, _, _ = _ranges(value)
    return kind in (IdKind.FNR, IdKind.DNR) and series is None and has_check_digits(value)


def make_fnr(
    birth: date, individual: int, *, series: Series = "nhn", d_number: bool = False, k1_remainder: int = 0
) -> str:
    """A synthetic number; `ValueError` when the individual number gives no check digits or belongs to another century.

    `k1_remainder` 1 to 3 gives a number of the 2032 rule, from which no century can be read.
    """
    if k1_remainder not in range(4):
        raise ValueError(f"Resten for k1 må være 0 til 3, ikke {k1_remainder}.")
    if k1_remainder == 0 and _century(birth.year % 100, individual) != birth.year - birth.year % 100:
        raise ValueError(f"Individnummer {individual:03} hører ikke til fødselsåret {birth.year}.")
    day = birth.day + (_D_SHIFT if d_number else 0)
    nine = f"{day:02}{birth.month + _MONTH_SHIFT[series]:02}{birth.year % 100:02}{individual:03}"
    k1 = (k1_remainder - _weigh(nine, _K1_WEIGHTS)) % 11
    k2 = -_weigh(f"{nine}{k1}", _K2_WEIGHTS) % 11 if k1 < 10 else 10
    if k2 == 10:
        raise ValueError(f"Individnummer {individual:03} gir ingen kontrollsifre; velg et annet.")
    return f"{nine}{k1}{k2}"


def is_her_id(value: str) -> bool:
    """Whether this can be a HER-id: digits without a leading zero."""
    return _NUMBER.fullmatch(value) is not None


def is_hpr(value: str) -> bool:
    """Whether this can be an HPR number: at most nine digits without a leading zero."""
    return _NUMBER.fullmatch(value) is not None


def is_orgnr(value: str) -> bool:
    """Whether this is an organisation number: nine digits with a right check digit (modulus 11)."""
    return re.fullmatch(r"[0-9]{9}", value) is not None and _weigh(value, _ORGNR_WEIGHTS) % 11 == 0


def mask(text: str) -> str:
    """The text with every number that could belong to a living person starred out; synthetic ones stay readable."""
    return _IN_TEXT.sub(_starred, text)


def _starred(match: re.Match[str]) -> str:
    if not is_real_range(match[1] + match[3]) or _is_part_of_random(match):
        return match[0]
    return f"******{match[2]}*****"


def _is_part_of_random(match: re.Match[str]) -> bool:
    """Whether the digits stand within a random UUID or a long hexadecimal word, such as a hash: nobody's number."""
    text, start, end = match.string, match.start(), match.end()
    if _RANDOM_UUID.fullmatch(text, max(start - 25, 0), end) or _RANDOM_UUID.fullmatch(text, start - 24, end + 1):
        return True
    before = _HEX_BEFORE.search(text, max(start - _LONG_WORD, 0), start)
    after = _HEX_AFTER.match(text, end, end + _LONG_WORD)
    length = end - start + (len(before[0]) if before else 0) + (len(after[0]) if after else 0)
    return not match[2] and length >= _LONG_WORD


def _ranges(value: str) -> tuple[IdKind, Series | None, int, int]:
    """Kind, series, day and month with the shifts taken off; 41–52 is H, 66–77 NHN and 81–92 Skatteetaten."""
    day, month = int(value[:2]), int(value[2:4])
    if day >= 80:
        return IdKind.FHN, None, 0, 0
    kind = IdKind.FNR
    if day > _D_SHIFT:
        kind, day = IdKind.DNR, day - _D_SHIFT
    series = _SERIES.get(month)
    if series:
        month -= _MONTH_SHIFT[series]
    elif kind is IdKind.FNR and 1 <= month - _H_SHIFT <= 12:
        kind, month = IdKind.HNR, month - _H_SHIFT
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return IdKind.UNKNOWN, None, 0, 0
    return kind, series, day, month


def _birth(value: str, day: int, month: int) -> date | None:
    century = _century(int(value[4:6]), int(value[6:9]))
    try:
        return date(century + int(value[4:6]), month, day) if century else None
    except ValueError:
        return None


def _century(year: int, individual: int) -> int | None:
    return next((base for base, numbers, years in _CENTURIES if individual in numbers and year in years), None)


def _remainders(value: str) -> tuple[int, int]:
    digits = value.encode()  # as character codes, each too high by that of zero
    return (
        (sum(map(mul, digits, _K1_WEIGHTS)) - _K1_ZERO) % 11,
        (sum(map(mul, digits, _K2_WEIGHTS)) - _K2_ZERO) % 11,
    )


def _weigh(digits: str, weights: tuple[int, ...]) -> int:
    return sum(map(mul, map(int, digits), weights))
