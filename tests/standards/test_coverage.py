"""The register of demands is whole, and says so when it is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from standards.coverage import COLUMNS, Clause, clauses, gaps
from standards.rules.model import Mark
from standards.rules.register import all_rules

IDS = (Path(__file__).parents[2] / "features" / "ids.txt").read_text(encoding="utf-8")
SCENARIOS = frozenset(line.split()[0] for line in IDS.splitlines() if line.strip() and not line.startswith("#"))
NUMBERED = {
    *(f"MH-{number:02}" for number in range(1, 11)),
    *(f"DM-{number:02}" for number in range(1, 11)),
    *(f"AR-{number:02}" for number in range(1, 9)),
    *(f"AQ-{number:02}" for number in range(1, 5)),
    *(f"JR-{number:02}" for number in range(1, 6)),
    *(f"A{number:02}" for number in range(1, 35)),
    *(f"S{number}" for number in range(1, 21)),
    *("PR-01", "PR-02", "AT-01", "AT-02", "TO-01"),
}

SECTIONS = (
    ("Hodemelding", "HM", range(1, 18)),
    ("Dialogmelding", "DI", range(1, 11)),
    ("Prosessene for skriftlig dialog", "DI", range(11, 23)),
    ("Prosessene som holder tjenestene i takt", "DI", range(23, 35)),
    ("Pasientrelasjon og andre innhold", "VE", range(1, 6)),
    ("Vedlegg", "VE", range(6, 15)),
    ("Oppbygningen av kvitteringen", "KV", range(1, 8)),
    ("Når det kvitteres", "KV", range(8, 30)),
    ("Tilkobling til meldingsbussen", "TP", range(1, 6)),
    ("Egenskapene på meldingsbussen", "TP", range(6, 13)),
    ("Kryptering og sertifikater", "TP", range(13, 17)),
    ("Behandling av meldinger", "TP", range(17, 26)),
    ("Feilkøen", "TP", range(26, 35)),
    ("Adresseregisteret", "TP", range(35, 37)),
    ("Profiler og avtaler", "TP", range(37, 44)),
    ("Navnene på køene", "TP", range(44, 45)),
    ("Feilene til fellesbiblioteket", "TP", range(45, 47)),
    ("Hode og Dialogmelding for timer", "TI", range(1, 6)),
    ("Timen som xCal", "TI", range(6, 16)),
    ("Utsending av timer", "TI", range(16, 22)),
    ("Ledige timer og reservering", "TI", range(22, 28)),
    ("Avbestilling", "TI", range(28, 32)),
    ("Planlagte timer i hjemmetjenesten", "TI", range(32, 38)),
    ("Timeønske", "TI", range(38, 43)),
    ("Feil og avslag for timer", "TI", range(43, 46)),
    ("Timer over REST", "FH", range(10, 16)),
    ("Profilen for timer i FHIR", "FH", range(16, 28)),
    ("Journal, logg og innsyn", "JO", range(1, 8)),
)
"""What the chapters state beside their numbered lists: section, and the rows that hold its demands."""


def test_every_demand_is_covered_or_explained() -> None:
    assert gaps(clauses(), SCENARIOS) == ()


def test_every_number_of_the_sources_is_listed() -> None:
    assert NUMBERED - {one.id for one in clauses()} == set()


@pytest.mark.parametrize(("section", "prefix", "numbers"), SECTIONS, ids=[section for section, _, _ in SECTIONS])
def test_every_section_of_the_chapters_has_its_rows(section: str, prefix: str, numbers: range) -> None:
    listed = {one.id: one.demand for one in clauses()}
    assert [f"{section}: {prefix}-{number:02}" for number in numbers if f"{prefix}-{number:02}" not in listed] == []


def test_every_row_of_the_chapters_belongs_to_a_section() -> None:
    known = {f"{prefix}-{number:02}" for _, prefix, numbers in SECTIONS for number in numbers}
    prefixes = {prefix for _, prefix, _ in SECTIONS} - {"FH"}  # whose first numbers are rules
    assert {one.id for one in clauses() if one.id.partition("-")[0] in prefixes} - known == set()


def test_no_demand_is_told_twice() -> None:
    times = Counter(one.demand.casefold() for one in clauses())
    prefixes = tuple(f"{prefix}-" for _, prefix, _ in SECTIONS)
    assert [one.id for one in clauses() if one.id.startswith(prefixes) and times[one.demand.casefold()] > 1] == []


@pytest.mark.parametrize("rule", sorted({rule.id for rule in all_rules()}))
def test_a_rule_that_is_taken_away_is_missed(rule: str) -> None:
    fewer = [one for one in all_rules() if one.id != rule]
    assert any(rule in gap for gap in gaps(clauses(), SCENARIOS, fewer))


def test_a_demand_without_cover_or_reason_is_a_gap() -> None:
    bare = Clause("X-01", "Noe", Mark.VERIFIED)
    assert gaps([*clauses(), bare], SCENARIOS) == ("X-01 er verken dekket eller forklart.",)
    assert gaps([*clauses(), replace(bare, mark=Mark.INFERRED)], SCENARIOS) == ()
    assert gaps([*clauses(), replace(bare, reason="Ikke ennå")], SCENARIOS) == ()


def test_what_does_not_exist_is_a_gap() -> None:
    wrong = Clause("X-01", "Noe", Mark.VERIFIED, ("FINNES-IKKE",), ("BOOK-N99",))
    assert len(gaps([*clauses(), wrong], SCENARIOS)) == 2
    assert len(gaps([*clauses(), clauses()[0]], SCENARIOS)) == 1
    assert len(gaps([*clauses(), Clause("X-01", "Noe", Mark.VERIFIED, ("MH-01",), reason="Ikke")], SCENARIOS)) == 1


@pytest.mark.parametrize("row", ["X;Noe;V", "X;Noe;V;noe:MH-01;", "X;Noe;Z;;"])
def test_a_row_that_does_not_fit_is_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "clauses.csv"
    file.write_text(f"{';'.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"felter|ukjent|Z"):
        clauses(file)


def test_another_head_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "clauses.csv"
    file.write_text("id;krav\n", encoding="utf-8")
    with pytest.raises(ValueError, match="første linje"):
        clauses(file)
