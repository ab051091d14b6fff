"""`epj prepare`: the list, the page, and that it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from epj.main import group
from tests.conformance.samples import GOOD, changed


def epj(*arguments: str, answer: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(group, ["prepare", *arguments], input=answer, standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.output


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "hspro.toml"
    path.write_text(GOOD, "utf-8")
    return path


def test_the_list_is_shown(target: Path) -> None:
    code, text = epj("--target", str(target), "--only", "BOOK-N01")
    assert code == 0 and "Testpersoner" in text and "[ ]" in text


def test_the_page_is_written(target: Path, tmp_path: Path) -> None:
    code, text = epj("--target", str(target), "--html", str(tmp_path / "liste.html"))
    assert code == 0 and "Skrev" in text
    assert (tmp_path / "liste.html").read_text("utf-8").startswith("<!doctype html>")
    code, text = epj("--target", str(target), "--html", str(tmp_path / "finnes" / "ikke.html"))
    assert code == 2 and "Får ikke skrevet" in text


def test_who_has_done_it_is_kept(target: Path) -> None:
    assert epj("--target", str(target), "--done", "--by", " Berit  Åsen ")[0] == 0
    assert 'by = "Berit Åsen"' in target.with_name("hspro.klargjort.toml").read_text("utf-8")
    assert epj("--target", str(target), "--done", answer="Ola Vik\n")[0] == 0
    assert 'by = "Ola Vik"' in target.with_name("hspro.klargjort.toml").read_text("utf-8")
    assert epj("--target", str(target), "--done", "--by", "7")[0] == 2


@pytest.mark.parametrize(
    ("broken", "only", "says"),
    [
        ("schema = ", (), "ikke gyldig TOML"),
        (changed(('address = "http://127.0.0.1:9/w/1"', 'address = "https://tb.nhn.no"')), (), "produksjon"),
        (GOOD, ("--only", "BOOK-N99"), "Det finnes ikke noe scenario"),
    ],
)
def test_what_makes_no_list_says_why(target: Path, broken: str, only: tuple[str, ...], says: str) -> None:
    target.write_text(broken, "utf-8")
    code, text = epj("--target", str(target), *only)
    assert code == 2 and says in text
