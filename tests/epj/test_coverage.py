"""`epj coverage`: the register as it is, and exit 1 as soon as there is a gap."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from epj import coverage
from standards.coverage import Clause, clauses
from standards.official import Case, cases
from standards.rules.model import Mark


def run(*arguments: str) -> Result:
    return CliRunner().invoke(coverage.command, list(arguments))


def test_the_register_is_whole() -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "Ingen hull: hvert krav med merke V er dekket eller forklart." in result.output


def test_every_demand_is_printed_with_what_holds_it_or_why_not() -> None:
    output = run().output
    for clause in clauses():
        assert f"\n{clause.id} " in output
    assert "→ regel MH-02; scenario MSG-F02" in output
    assert "→ ikke prøvd: " in output


def test_json_and_csv_hold_the_whole_register() -> None:
    data = json.loads(run("--format", "json").output)
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").output), delimiter=";"))
    listed = [*(clause["id"] for clause in data["clauses"]), *(case["number"] for case in data["official"])]
    assert [row["id"] for row in rows] == listed == [*(one.id for one in clauses()), *(one.number for one in cases())]
    assert data["gaps"] == []
    sums = data["totals"]
    assert sums["krav"] == sums["dekket"] + sums["forklart"] + sums["slutninger_uten_dekning"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_clause_that_loses_its_rule_is_a_gap_and_exits_1(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = clauses()
    bare = (replace(first, rules=(), scenarios=()), *rest)
    monkeypatch.setattr(coverage, "clauses", lambda: bare)
    result = run("--format", form)
    assert result.exit_code == 1
    assert f"{first.id} er verken dekket eller forklart." in result.output


def test_what_points_at_nothing_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Clause("X-01", "Noe", Mark.VERIFIED, ("FINNES-IKKE",), ("BOOK-N99",))
    monkeypatch.setattr(coverage, "clauses", lambda: (*clauses(), wrong))
    result = run()
    assert result.exit_code == 1
    assert "Hull: X-01 viser til scenarioet BOOK-N99, som ikke finnes." in result.output


def test_a_register_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> tuple[Clause, ...]:
        raise ValueError("X har 3 felter, ikke 5")

    monkeypatch.setattr(coverage, "clauses", broken)
    result = run()
    assert result.exit_code == 1
    assert "registeret kan ikke leses. X har 3 felter" in result.output


def test_the_official_numbers_are_listed_with_what_holds_them() -> None:
    output = run().output
    for case in cases():
        assert f"\n{case.number} " in output
    assert "→ regel AR-02; scenario TRP-N02" in output
    (smoke,) = [one for one in json.loads(run("--format", "json").output)["official"] if one["number"] == "MSG-S1"]
    assert "MSG-N01" in smoke["scenarios"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_an_official_number_that_nothing_holds_is_a_gap_and_exits_1(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "cases", lambda: (*cases(), Case("TC-APPREC-99", "Noe nytt")))
    result = run("--format", form)
    assert result.exit_code == 1
    assert "TC-APPREC-99 (Noe nytt) har verken scenario, regel eller grunn." in result.output
