"""`epj diff` over runs, packs and JSON reports: the same run is the same, and what differs is told in groups."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from conformance.deciding.blame import Cause
from conformance.deciding.comparing import Comparison, Difference, Kind
from conformance.deciding.forms import ShapeChange
from conformance.deciding.opening import open_side
from conformance.deciding.sides import Side
from epj.deciding import differences
from epj.main import group
from standards.identifiers import is_real_range
from tests.conformance.pack_kit import TEXT, Bench, bench, contents, in_json, write

WORSE = TEXT.replace("Så går det bra", "Så CheckFailed i Så", 1)

CAUSES = ((1, Cause.PRODUCT), (2, Cause.RULES), (3, Cause.UNCLEAR))


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
    assert "A eller B har ikke med selve meldingene" in diff(older.run, report).output


def test_a_run_whose_target_calls_itself_simulated_is_never_told_as_real(older: Bench, tmp_path: Path) -> None:
    own = older.copy(tmp_path / "run")
    assert "simulert" not in diff(own.run, own.run).output
    with closing(sqlite3.connect(own.run / "evidence.sqlite")) as kept, kept:
        kept.execute("UPDATE run SET value = replace(value, 'HsPro, test', 'Simulert journal')")
    for simulated in (own.run, own.make(tmp_path / "ut").masked):
        assert "simulert journal" in diff(simulated, older.run).output.splitlines()[0]


def test_a_new_failure_is_told_with_its_finding_and_what_was_fixed_the_other_way(older: Bench, newer: Bench) -> None:
    worse = diff(older.run, newer.run)
    assert worse.return_value == 1
    assert "Nye feil (1):" in worse.output and "BOOK-N01   bestått → ikke bestått" in worse.output
    assert "nytt funn " in worse.output
    assert worse.output.splitlines()[-1].startswith("Forskjeller. Nye feil ")
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


def told(*rows: Difference, suite: bool | None = False, shapes: tuple[ShapeChange, ...] = (), **changed: Any) -> str:
    """What is printed of a comparison that somebody made."""
    one = Side(Path("a"), "kjøring", "HsPro", "visma_hspro", "4.2", "ekte", None, "", {}, "bestått", {})
    return "\n".join(differences.lines(Comparison(one, replace(one, **changed), suite, rows, shapes)))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (Kind.NEW_FAILURE, "Nye feil (1):"),
        (Kind.STRICTER_SIMULATOR, "Simulatoren er strengere enn virkeligheten: feil hos oss, meld den (1):"),
        (Kind.UNDECIDED, "Avgjøres ikke lenger (1):"),
        (Kind.OTHER_FINDINGS, "Andre funn, uten at det ble en feil eller en rettelse (1 scenarioer):"),
        (Kind.OTHER_SCOPE, "Gjelder nå, eller gjelder ikke lenger (1):"),
        (Kind.FIXED, "Rettet (1):"),
        (Kind.OTHER_SHAPE, "Samtalen går annerledes (1):"),
        (Kind.SLOWER, "Tregere (1):"),
        (Kind.ONLY_BEFORE, "Bare i A (1): MSG-N01"),
        (Kind.ONLY_AFTER, "Bare i B (1): MSG-N01"),
    ],
)
def test_every_kind_of_difference_has_a_place_on_the_screen(kind: Kind, says: str) -> None:
    text = told(Difference(kind, "MSG-N01", "Spør", "bestått", "ikke bestått", Cause.PRODUCT, ("Grunnen.",)))
    assert says in text and "MSG-N01" in text
    assert text.splitlines()[-1].endswith(": 1.") and "Ingen forskjeller" not in text


def test_changed_rules_stand_apart_from_a_changed_product() -> None:
    rows = [Difference(Kind.NEW_FAILURE, f"MSG-N0{n}", "Spør", "bestått", "ikke bestått", cause) for n, cause in CAUSES]
    text = told(*rows)
    heads = ["PRODUKTET ER ENDRET", "UKLART OM DET ER PRODUKTET ELLER TESTBENKEN", "TESTBENKEN ER ENDRET, PRODUKTET"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    assert text.index(heads[0]) < text.index("MSG-N01") < text.index(heads[1]) < text.index("MSG-N03")
    assert text.index(heads[2]) < text.index("MSG-N02")
    for count in ("nye feil i produktet: 1", "nye feil fordi reglene er endret: 1", "nye feil av uklar grunn: 1"):
        assert count in text.lower()


def test_a_finding_that_is_new_in_many_scenarios_is_told_once() -> None:
    detail = ("nytt funn MH-15 (merknad): GenDate har ikke sone.",)
    ids = [f"MSG-N{n:02}" for n in range(1, 9)]
    rows = [Difference(Kind.OTHER_FINDINGS, one, "Spør", "bestått", "bestått", Cause.PRODUCT, detail) for one in ids]
    text = told(*rows)
    assert text.count("MH-15") == 1 and "i MSG-N01, MSG-N02, MSG-N03 og 5 til" in text


def test_how_messages_look_otherwise_is_told_with_where() -> None:
    change = ShapeChange("/MsgHead/Ny", True, ("EPJ: kvittering godtatt",), ("MSG-N01",))
    text = told(shapes=(change, replace(change, path="/MsgHead/Gammel", is_new=False)))
    assert "nytt:  /MsgHead/Ny" in text and "borte: /MsgHead/Gammel" in text
    assert "i kvittering godtatt; MSG-N01" in text


@pytest.mark.parametrize(("suite", "says"), [(True, "Samme utgave"), (False, "Ulike utgaver"), (None, "ikke kjent")])
def test_it_says_whether_the_same_test_bench_judged_both(suite: bool | None, says: str) -> None:
    assert says in told(suite=suite).splitlines()[2]


def test_two_products_and_nothing_in_common_are_told() -> None:
    text = told(product="cgm_journal")
    assert "Dette er to ulike produkter." in text and "De har ingen scenarioer felles." in text
    assert "to ulike produkter" not in told()


def test_real_persons_are_masked(older: Bench, tmp_path: Path) -> None:
    real = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    report = json.loads((older.run / "report.json").read_text("utf-8"))
    report["scenarios"][0] |= {"verdict": "ikke bestått", "reason": f"Fant {real}"}
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), "utf-8")
    for words in ((), ("--json",)):
        shown = diff(older.run / "report.json", path, *words).output
        assert "Fant " in shown and real not in shown
