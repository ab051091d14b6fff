"""Person numbers: kinds by range, check digits by both rules, and that no living person's number slips through."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from standards.identifiers import (
    IdKind,
    Series,
    classify,
    has_check_digits,
    is_her_id,
    is_hpr,
    is_orgnr,
    is_real_range,
    is_synthetic,
    make_fnr,
    mask,
)

BIRTHS = st.dates(date(2000, 1, 1), date(2039, 12, 31))
SERIES = st.sampled_from(("nhn", "skatteetaten"))


def synthetic(birth: date, individual: int, series: Series = "nhn", *, d_number: bool = False, k1: int = 0) -> str:
    try:
        return make_fnr(birth, individual, series=series, d_number=d_number, k1_remainder=k1)
    except ValueError:
        assume(False)
        raise


def with_check_digits(nine: str, k1_remainder: int = 0) -> str:
    """Eleven digits around a first part of our choice; a real-range value exists only while a test runs."""
    numbers = (f"{nine}{tail:02}" for tail in range(100))
    first = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]
    found = (
        number
        for number in numbers
        if has_check_digits(number)
        and sum(int(digit) * weight for digit, weight in zip(number, first, strict=False)) % 11 == k1_remainder
    )
    return next(found, "")


@given(BIRTHS, st.integers(500, 999), SERIES, st.booleans())
def test_made_number_reads_back(birth: date, individual: int, series: Series, d_number: bool) -> None:
    number = classify(synthetic(birth, individual, series, d_number=d_number))
    assert number is not None
    assert number.kind is (IdKind.DNR if d_number else IdKind.FNR)
    assert number.synthetic == series
    assert number.check_digits_ok
    assert number.birth_date == birth
    assert not is_real_range(number.value)
    assert mask(f"id {number.value}.") == f"id {number.value}."


@given(BIRTHS, st.integers(0, 999), st.integers(1, 3))
def test_2032_number_tells_no_birth_date(birth: date, individual: int, k1: int) -> None:
    number = classify(synthetic(birth, individual, k1=k1))
    assert number is not None
    assert number.check_digits_ok
    assert number.birth_date is None
    assert number.synthetic == "nhn"


@given(BIRTHS, st.integers(500, 999), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_seen_by_the_present_rule(birth: date, individual: int, place: int, change: int) -> None:
    value = synthetic(birth, individual)
    wrong = value[:place] + str((int(value[place]) + change) % 10) + value[place + 1 :]
    number = classify(wrong)
    # The 2032 rule is looser, but then no birth date is read.
    assert number is not None
    assert not number.check_digits_ok or number.birth_date is None


@pytest.mark.parametrize(
    ("day", "month", "kind", "series"),
    [
        (1, 1, IdKind.FNR, None),
        (31, 12, IdKind.FNR, None),
        (41, 1, IdKind.DNR, None),
        (71, 12, IdKind.DNR, None),
        (1, 41, IdKind.HNR, None),
        (1, 52, IdKind.HNR, None),
        (1, 66, IdKind.FNR, "nhn"),
        (1, 77, IdKind.FNR, "nhn"),
        (41, 66, IdKind.DNR, "nhn"),
        (71, 77, IdKind.DNR, "nhn"),
        (1, 81, IdKind.FNR, "skatteetaten"),
        (71, 92, IdKind.DNR, "skatteetaten"),
        (80, 0, IdKind.FHN, None),
        (99, 99, IdKind.FHN, None),
        (0, 1, IdKind.UNKNOWN, None),
        (32, 1, IdKind.UNKNOWN, None),
        (40, 1, IdKind.UNKNOWN, None),
        (72, 1, IdKind.UNKNOWN, None),
        (1, 0, IdKind.UNKNOWN, None),
        (1, 13, IdKind.UNKNOWN, None),
        (1, 40, IdKind.UNKNOWN, None),
        (1, 53, IdKind.UNKNOWN, None),
        (1, 65, IdKind.UNKNOWN, None),
        (1, 78, IdKind.UNKNOWN, None),
        (1, 80, IdKind.UNKNOWN, None),
        (1, 93, IdKind.UNKNOWN, None),
        (41, 41, IdKind.UNKNOWN, None),
    ],
)
def test_kind_and_series_by_range(day: int, month: int, kind: IdKind, series: str | None) -> None:
    number = classify(f"{day:02}{month:02}15{500:03}00")
    assert number is not None
    assert (number.kind, number.synthetic) == (kind, series)


@pytest.mark.parametrize("value", ["", "1", "1234567890", "123456789012", "1234567890a", " 12345678901", "١" * 11])
def test_not_eleven_digits(value: str) -> None:
    assert classify(value) is None
    assert not is_synthetic(value)
    assert not is_real_range(value)
    assert not has_check_digits(value)


@pytest.mark.parametrize("day", ["01", "41"])
@pytest.mark.parametrize("k1_remainder", range(4))
def test_real_range_under_both_rules(day: str, k1_remainder: int) -> None:
    value = next(filter(None, (with_check_digits(f"{day}0115{tail}", k1_remainder) for tail in range(500, 999))))
    assert is_real_range(value)
    assert not is_synthetic(value)
    for text in (f"id={value};", f"{value[:6]} {value[6:]}", f"fnr{value}", f"<Id>{value}</Id>"):
        masked = mask(text)
        assert len(masked) == len(text)
        assert value[:6] not in masked
        assert value[6:] not in masked


def test_published_examples_of_the_2032_rule() -> None:
    for date_part, tail in (("020132", "99997"), ("301082", "99920"), ("301082", "99939")):
        assert has_check_digits(date_part + tail)


def test_wrong_check_digits_and_longer_numbers_are_left_alone() -> None:
    value = next(filter(None, (with_check_digits(f"010115{tail}") for tail in range(500, 999))))
    wrong = value[:10] + str((int(value[10]) + 1) % 10)
    assert not is_real_range(wrong)
    assert mask(f"{wrong} 1{value} {value}2") == f"{wrong} 1{value} {value}2"


@pytest.mark.parametrize(
    ("year", "individual"), [(1890, 600), (1915, 100), (1955, 950), (1990, 402), (2010, 999), (2039, 500)]
)
def test_century_is_read_from_the_individual_number(year: int, individual: int) -> None:
    birth = date(year, 6, 15)
    values = []
    for near in range(individual - 20, individual + 1):
        try:
            values.append(make_fnr(birth, near))
        except ValueError:
            continue
    assert values
    numbers = [classify(value) for value in values]
    assert all(number is not None and number.birth_date == birth for number in numbers)


@pytest.mark.parametrize(
    ("birth", "individual"), [(date(2015, 1, 1), 100), (date(1915, 1, 1), 800), (date(2045, 1, 1), 700)]
)
def test_individual_number_of_another_century_is_refused(birth: date, individual: int) -> None:
    with pytest.raises(ValueError, match="fødselsåret"):
        make_fnr(birth, individual)


def test_unusable_individual_numbers_are_refused() -> None:
    refused = 0
    for individual in range(500, 1000):
        try:
            make_fnr(date(2015, 1, 1), individual)
        except ValueError as error:
            assert "kontrollsifre" in str(error)
            refused += 1
    assert 60 < refused < 120


def test_leap_day_that_does_not_exist_has_no_birth_date() -> None:
    value = next(filter(None, (with_check_digits(f"296715{tail}") for tail in range(500, 999))))
    number = classify(value)
    assert number is not None
    assert number.kind is IdKind.FNR
    assert number.birth_date is None


def test_organisation_and_registry_numbers() -> None:
    assert is_orgnr("994598759")
    assert not is_orgnr("994598758")
    assert not is_orgnr("99459875")
    assert is_her_id("8200001")
    assert not is_her_id("08200001")
    assert not is_her_id("82x")
    assert is_hpr("1234567")
    assert not is_hpr("")
    assert not is_hpr("1234567890")
