"""The table of official numbers is whole, and says so when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from standards.official import COLUMNS, PREFIXES, Case, cases, holes

NUMBERS = {
    *(f"MSG-S{number}" for number in range(1, 21)),
    *(f"APP-S{number}" for number in range(1, 12)),
    *(f"TC-APPREC-{number}" for number in range(1, 43)),
    *(f"TC-APPREC-U{number}" for number in range(1, 10)),
    *(f"TC-DIALOG-{number}" for number in range(1, 18)),
    *(f"TC-DIALOG-S{number}" for number in range(4, 23)),
}


def test_every_official_number_is_listed_once_and_no_other() -> None:
    listed = [one.number for one in cases()]
    assert len(listed) == len(set(listed)) and set(listed) == NUMBERS
    assert all(number.startswith(PREFIXES) for number in NUMBERS)


def test_what_has_nothing_is_a_hole() -> None:
    bare = Case("TC-1", "Noe")
    assert holes([bare], {}) == ("TC-1 (Noe) har verken scenario, regel eller grunn.",)
    assert holes([bare], {"TC-1": ["MSG-N01"]}) == ()
    assert holes([Case("TC-1", "Noe", ("MH-01",))], {}) == holes([Case("TC-1", "Noe", (), "Ikke")], {}) == ()


def test_a_reason_that_is_no_longer_true_is_a_hole() -> None:
    told = ("TC-1 er dekket, men har også en grunn til at det ikke er det.",)
    assert holes([Case("TC-1", "Noe", (), "Ikke")], {"TC-1": ["MSG-N01"]}) == told
    assert holes([Case("TC-1", "Noe", ("MH-01",), "Ikke")], {}) == told


def test_what_does_not_exist_is_a_hole() -> None:
    assert holes([Case("TC-1", "Noe", ("FINNES-IKKE",))], {}) == (
        "TC-1 viser til regelen FINNES-IKKE, som ikke finnes.",
    )
    assert holes([], {"TC-9": ["MSG-N02", "MSG-N01"]}) == ("TC-9 er merket på MSG-N01, MSG-N02, men finnes ikke.",)
    twice = Case("TC-1", "Noe", ("MH-01",))
    assert holes([twice, twice], {}) == ("TC-1 står 2 ganger.",)


@pytest.mark.parametrize(("text", "says"), [("nummer;hva\n", "første linje"), ("\n", "første linje")])
def test_another_head_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "official_cases.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        cases(file)


def test_a_row_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "official_cases.csv"
    file.write_text(f"{';'.join(COLUMNS)}\nTC-1;Noe\n", encoding="utf-8")
    with pytest.raises(ValueError, match="felter"):
        cases(file)
