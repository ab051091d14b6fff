"""`epj diff` over runs, packs and JSON reports: the same run is the same, and what differs is told in groups."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from conformance.deciding.sides import open_side
from epj.main import group
from standards.identifiers import is_real_range
from tests.conformance.pack_kit import TEXT, Bench, bench, contents, in_json, write

WORSE = TEXT.replace("Så går det bra", "Så CheckFailed i Så", 1)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A run where all is well."""
    return bench(tmp_path_factory.mktemp("eldst æøå"))


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A run where one scenario fails."""
    return bench(tmp_path_factory.mktemp("nyest"), text=WORSE)


def diff(*words: object) -> Result:
    return CliRunner().invoke(group, ["diff", *map(str, words)], standalone_mode=False)


def test_a_run_its_report_and_its_packs_are_the_same(older: Bench, tmp_path: Path) -> None:
    made = older.make(tmp_path)
    report = older.run / "report.json"
    for other in (older.run, made.full, made.masked):
        result = diff(older.run, other)
        assert result.return_value == 0 and result.output.splitlines()[-1] == "Ingen forskjeller.", result.output
    told = diff(older.run, report)
    assert "A eller B har ikke med selve meldingene" in told.output


def test_a_new_failure_is_told_with_its_finding_and_what_was_fixed_the_other_way(older: Bench, newer: Bench) -> None:
    worse = diff(older.run, newer.run)
    assert worse.return_value == 1
    assert "Nye feil (1):" in worse.output and "BOOK-N01   bestått → ikke bestått" in worse.output
    assert "nytt funn " in worse.output
    assert worse.output.splitlines()[-1].startswith("Forskjeller: 1 nye feil")
    better = diff(newer.run, older.run)
    assert better.return_value == 1 and "Rettet (1):" in better.output and "borte funn " in better.output


def test_both_sides_are_named_with_product_version_and_where_messages_came_from(older: Bench) -> None:
    first, second = diff(older.run, older.run).output.splitlines()[:2]
    assert first.startswith(f"A: {older.run} (kjøring): HsPro, test, Storvik kommune, visma_hspro")
    assert "ekte journal" in first and second.startswith("B: ")


def test_a_run_and_a_pack_of_it_know_the_same(older: Bench, tmp_path: Path) -> None:
    pack = older.make(tmp_path).full
    assert pack is not None
    run, packed = open_side(older.run), open_side(pack)
    assert run.scenarios.keys() == packed.scenarios.keys() and run.origin == packed.origin == "ekte"
    for name, one in run.scenarios.items():
        assert (one.verdict, one.breaches, one.seen, one.steps) == (
            packed.scenarios[name].verdict,
            packed.scenarios[name].breaches,
            packed.scenarios[name].seen,
            packed.scenarios[name].steps,
        )


def test_a_pack_that_was_changed_is_not_compared(older: Bench, tmp_path: Path) -> None:
    pack = older.make(tmp_path).full
    assert pack is not None
    files = contents(pack)
    in_json("masked/rapport/report.json", lambda report: report.update(verdict="ikke bestått"))(files)
    bad = write(tmp_path / "endret.zip", files)
    result = diff(older.run, bad)
    assert getattr(result.exception, "exit_code", None) == 2
    assert "masked/rapport/report.json er endret etter at pakken ble signert" in str(result.exception)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"run": {}}', b"PK\x03\x04", b"\xff\xfe", b"[" * 100_000])
def test_what_is_neither_run_nor_pack_nor_report_is_refused(older: Bench, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noe"
    path.write_bytes(content)
    for words in ((older.run, path), (path, older.run)):
        result = diff(*words)
        assert getattr(result.exception, "exit_code", None) == 2
        assert f"{path} kan ikke sammenlignes." in str(result.exception)


def test_what_is_not_there_and_a_folder_without_a_run_are_refused(older: Bench, tmp_path: Path) -> None:
    assert "Fant: finnes ikke" in str(diff(older.run, tmp_path / "nei").exception)
    assert "en mappe uten kjøring" in str(diff(tmp_path, older.run).exception)


def test_the_json_says_the_same_by_its_schema(older: Bench, newer: Bench) -> None:
    text = resources.files("standards").joinpath("schemas/diff.schema.json").read_text("utf-8")
    validator = Draft202012Validator(json.loads(text))
    result = diff(older.run, newer.run, "--json")
    found: Any = json.loads(result.output)
    assert not list(validator.iter_errors(found)) and found["exit_code"] == result.return_value == 1
    assert [one["kind"] for one in found["differences"]] == ["new_failure"]
    assert list(validator.iter_errors({**found, "differences": [{"kind": "noe"}]}))


def test_real_persons_are_masked(older: Bench, tmp_path: Path) -> None:
    real = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    report = json.loads((older.run / "report.json").read_text("utf-8"))
    report["scenarios"][0] |= {"verdict": "ikke bestått", "reason": f"Fant {real}"}
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), "utf-8")
    for words in ((), ("--json",)):
        told = diff(older.run / "report.json", path, *words).output
        assert "Fant " in told and real not in told
