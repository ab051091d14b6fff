"""`epj population`: the same bytes for the same wish, in every form, and bad wishes told in bokmål."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epj.populating.forms import HEADS
from epj.population import command
from simulator.people import named_families
from simulator.people.large import LARGEST, WHOLE
from standards.identifiers import is_synthetic

DAY = ("--date", "2026-12-01")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("families", [True, False])
def test_the_same_wish_gives_the_same_bytes(tmp_path: Path, form: str, families: bool) -> None:
    wish = (*DAY, "--format", form, *(("--families",) if families else ("--seed", "4", "--size", "60")))
    first, second = run(*wish, "--out", str(tmp_path / "a" / "en")), run(*wish)
    assert first.exit_code == second.exit_code == 0
    assert (tmp_path / "a" / "en").read_bytes() == second.stdout.encode()
    numbers = re.findall(r"\b\d{11}\b", second.stdout)
    assert len(numbers) > 40 and all(is_synthetic(number) for number in numbers)


def test_json_says_everything() -> None:
    data = json.loads(run(*DAY, "--seed", "4", "--format", "json").stdout)
    assert (data["seed"], data["size"], data["date"], data["left_out"]) == (4, WHOLE, "2026-12-01", [])
    assert data["notice"].startswith("SIMULERT")
    people = {one["id"]: one for family in data["families"] for one in family["members"]}
    assert len(people) == WHOLE
    baby = people["nyfoedt-uten-nummer-1-barn1"]
    assert baby["ident"] == "" and baby["numbers"][0]["since"] == "2026-12-06"
    user = people["hjemmetjeneste-1-bruker"]
    assert user["ties"][0]["bond"] == "FU" and user["ties"][0]["since"]
    assert people["ungdom-1-ungdom1"]["age"] == 15 and people["ungdom-1-ungdom1"]["parental_consent"] is True
    standing = people["to-foreldre-1-barn1"]["standings"][1]
    assert standing["rule"] == "REP-36" and standing["why"] and "skrive meldinger" in standing["rights"]


def test_csv_has_a_line_for_each() -> None:
    rows = list(csv.DictReader(io.StringIO(run(*DAY, "--format", "csv").stdout), delimiter=";"))
    assert len(rows) == WHOLE and tuple(rows[0]) == HEADS
    by_id = {row["id"]: row for row in rows}
    assert by_id["to-foreldre-1-barn1"]["kan_handle"] == "to-foreldre-1-mor to-foreldre-1-far"
    assert by_id["ingen-paa-adressen-1-barn1"]["kan_handle"] == ""
    assert by_id["d-nummer-1-mor"]["type"] == "DNR" and by_id["kode-6-1-mor"]["adressesperre"] == "kode 6"


def test_the_table_tells_who_may_act_and_why_not() -> None:
    shown = run(*DAY).stdout
    assert "kan handle: mor, far" in shown and "kan handle: mor (bare se timer)" in shown
    assert re.search(r"ingen kan handle: Ingen av foreldrene er registrert på adressen til \w+\.", shown)
    assert shown.splitlines()[-1].startswith(f"{WHOLE} personer i ")


def test_the_families_are_shown_with_their_stories() -> None:
    shown = run(*DAY, "--families").stdout
    for family in named_families(date(2026, 12, 1)):
        assert f"{family.name} ({family.id})\n" in shown
        assert " ".join(family.story.split()) in re.sub(r"\s+", " ", shown)


def test_one_person_is_one_person() -> None:
    assert "1 person i 1 familie, slik de er 2026-12-01." in run(*DAY, "--size", "1").stdout


def test_what_there_was_no_room_for_is_told() -> None:
    result = run(*DAY, "--size", "20")
    assert result.exit_code == 0
    assert f"Med --size {WHOLE} eller mer er alt med." in result.stderr
    assert run(*DAY).stderr == ""


def test_without_a_date_it_is_today() -> None:
    assert re.search(r"slik de er \d{4}-\d{2}-\d{2}\.", run("--size", "1").stdout)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (("--date", "i morgen"), "--date i morgen er ikke en dato. Skriv den som 2026-12-01."),
        (("--date", "2026-02-30"), "er ikke en dato"),
        (("--date", "1999-12-31"), "må være i et av årene 2000 til 2039"),
        (("--families", "--date", "2020-01-01"), "lever i årene 2026 til 2035"),
        (("--families", "--seed", "1"), "Utelat --seed og --size"),
        (("--size", "0"), f"et heltall fra 1 til {LARGEST}"),
        (("--size", str(LARGEST + 1)), f"et heltall fra 1 til {LARGEST}"),
        (("--seed", "x"), "«x» er ikke et heltall"),
        (("--format", "xml"), "Velg table, json eller csv"),
        (("--size", "1", "--out", "."), "er en mappe"),
    ],
)
def test_a_bad_wish_is_told_in_words(wish: tuple[str, ...], told: str) -> None:
    result = run(*wish)
    assert result.exit_code == 2 and told in result.output


def test_the_population_is_not_loaded_before_it_is_asked_for() -> None:
    loaded = "import sys, epj.population; print([name for name in sys.modules if name.startswith('simulator')])"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True).stdout.strip() == b"[]"
