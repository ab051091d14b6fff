"""The code lists: found by discovery, sound as data, and unknown codes refused."""

from __future__ import annotations

import pytest

from standards.codes import Code, oid
from standards.errors import StandardsError
from standards.kodeverk import all_lists, by_oid, find

WANTED = {
    *(1101, 3101, 7304, 7601, 7602, 7603, 7611, 7617, 8112, 8114),
    *(7619, 7621, 8406, 8432),
    *(8116, 8117, 8221, 8258, 8279, 9034, 9051, 9057, 9060, 9603),
}


def test_every_list_is_found() -> None:
    assert set(all_lists()) == WANTED


@pytest.mark.parametrize("number", sorted(WANTED))
def test_list_is_sound(number: int) -> None:
    kodeverk = find(number)
    assert kodeverk.oid == oid(number)
    assert by_oid(kodeverk.oid) is kodeverk
    assert kodeverk.__name__ == f"K{number}"
    assert kodeverk.__module__.endswith(f".k{number}")
    assert kodeverk.name
    assert kodeverk.codes
    assert all(code == code.strip() and code for code in kodeverk.codes)


def test_code_carries_oid_and_name() -> None:
    assert find(7601).cv("ART") == Code("ART", oid(7601), "Avbestill reservert time")
    assert find(8258).cs("2") == Code("2", "", "Avvist")


def test_unknown_code_and_list_are_refused() -> None:
    with pytest.raises(StandardsError, match="XYZ"):
        find(7601).cv("XYZ")
    with pytest.raises(StandardsError, match="Kodeverk 1 finnes ikke"):
        find(1)
    assert by_oid(oid(1)) is None
    assert not find(7602).knows("5")
    assert find(7602).knows("05")


def test_lists_that_sources_disagree_on_stay_open() -> None:
    assert not any(find(number).closed for number in (7601, 7602, 7617, 8279, 9060, 9603))
    assert all(find(number).closed for number in (1101, 7611, 8221, 8258))
