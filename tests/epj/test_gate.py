"""`epj gate` over real packages on disk: one sentence, the exit code, the table, and every wrong use."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from conformance.packing.model import SIMULATED
from epj.main import group
from standards.identifiers import is_real_range
from tests.conformance.deciding_packs import TODAY, Made, deviation, key_id, many, suite, write
from tests.conformance.pack_kit import contents
from tests.conformance.pack_kit import write as rewrite

FAILED = "ikke bestått"
DEVIATIONS = """schema = 1
[[deviations]]
scenario = "{scenario}"
owner = "Leverandøren"
approver = "Kari Lunde, prosjekteier"
reason = "Rettes i neste versjon"
issued = {issued}
expires = {expires}
scope = "Hele scenarioet"
"""


@cache
def skal() -> str:
    """A scenario at level skal in the plan."""
    planned = suite().ids("digihelsestasjon") or ()
    return next(one.id for one in suite().scenarios if one.level == "skal" and one.id in planned)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One municipality of each fate."""
    folder = tmp_path_factory.mktemp("pakker æøå")
    failed, old = {skal(): FAILED}, TODAY - timedelta(days=30)
    write(Made("Storvik"), folder)
    write(Made("Bergvik", verdicts=failed), folder / "lenger ned")
    write(Made("Solnes", verdicts=failed, deviations=(deviation(skal()),)), folder)
    gone = deviation(skal(), issued=old, expires=TODAY - timedelta(days=1))
    write(Made("Ulvmo", verdicts=failed, deviations=(gone,)), folder)
    write(Made("Tindmo", origin=SIMULATED), folder)
    write(Made("Sunddal", ran_on=old), folder, name="sunddal-gammel.zip")
    newer = write(Made("Sunddal", verdicts=failed), folder, name="sunddal-ny.zip")
    newer.write_bytes(newer.read_bytes().replace(b"PK\x01\x02", b"PK\x01\x03", 1))
    write(Made("Vestlund", suite_sha256="0" * 64), folder)
    (folder / "noe annet.zip").write_bytes(b"PK, men ikke en pakke")
    (folder / "les meg.txt").write_text("ikke en pakke", "utf-8")
    return folder


def ask(folder: Path, *words: object, today: str = TODAY.isoformat()) -> Result:
    arguments = ["gate", "--packs", str(folder), "--today", today, *map(str, words)]
    return CliRunner().invoke(group, arguments, standalone_mode=False)


def about(folder: Path, municipality: str, *words: object) -> Result:
    return ask(folder, "--municipality", municipality, "--product", "visma_hspro", *words)


@pytest.mark.parametrize(
    ("municipality", "code", "says"),
    [
        ("Storvik", 0, "KLAR: DigiHelsestasjon med visma_hspro 4.2 i Storvik kan settes i produksjon: "),
        ("storvik kommune", 0, "KLAR: DigiHelsestasjon med visma_hspro 4.2 i Storvik kan"),
        ("Bergvik", 1, "er ikke bestått."),
        ("Solnes", 0, "ett akseptert avvik (det går ut 07.12.2026)"),
        ("Ulvmo", 4, "gikk ut 21.11.2026 (eier: Leverandøren)"),
        ("Tindmo", 1, "prøvd mot en simulert journal, og det teller aldri"),
        ("Vestlund", 1, "den er utdatert:"),
        ("Fjordvang", 1, "det ikke finnes noen pakke for visma_hspro i Fjordvang"),
    ],
)
def test_the_first_line_is_the_answer_and_the_exit_code_says_the_same(
    packs: Path, municipality: str, code: int, says: str
) -> None:
    result = about(packs, municipality)
    sentence = result.output.splitlines()[0]
    assert result.return_value == code and says in sentence
    assert sentence.startswith("KLAR: " if code == 0 else "IKKE KLAR: ")


def test_a_newer_pack_that_was_changed_is_told_and_the_older_one_counts(packs: Path) -> None:
    result = about(packs, "Sunddal")
    assert result.return_value == 0 and "Bygger på: sunddal-gammel.zip" in result.output
    assert "Sett bort fra (1):" in result.output and "sunddal-ny.zip" in result.output


def with_one_byte_changed(path: Path) -> None:
    """How long the first scenario took, in a package that lists and signs what it was."""
    files = contents(path)
    files["pack.json"] = files["pack.json"].replace(b'"seconds":0.2', b'"seconds":0.1', 1)
    rewrite(path, files)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (Made("Bergvik"), "den er ugyldig: pack.json er endret etter at pakken ble signert"),
        (Made("Bergvik", without=frozenset({"CANCEL-N01"})), "den er ufullstendig: 1 av 304 scenarioer"),
        (Made("Bergvik", stamped=True), "meldingene i den kommer fra en simulert journal"),
        (Made("Bergvik", suite_sha256="0" * 64), "den er utdatert: Testbenken har endrede scenarioer eller regler"),
        (Made("Bergvik", ran_on=TODAY + timedelta(days=2)), "som ikke har vært ennå"),
    ],
    ids=["changed", "scenario removed", "simulator claimed real", "stale", "from the future"],
)
def test_a_pack_that_cannot_be_believed_is_refused_with_its_reason(tmp_path: Path, made: Made, says: str) -> None:
    path = write(made, tmp_path)
    if made == Made("Bergvik"):
        with_one_byte_changed(path)
    result = about(tmp_path, "Bergvik")
    told = result.output.splitlines()[0].replace(f"av {len(suite().ids('digihelsestasjon') or ())} ", "av 304 ")
    assert result.return_value == 1 and told.startswith("IKKE KLAR: ") and says in told


def test_what_is_no_pack_is_told(packs: Path) -> None:
    told = about(packs, "Storvik").output
    assert "Sett bort fra, fordi de ikke er pakker (1):" in told and "noe annet.zip: " in told
    assert "les meg.txt" not in told


def test_it_says_that_nobody_approved_anything_and_which_criteria_it_was(packs: Path) -> None:
    told = about(packs, "Storvik").output
    assert "Dette er ikke en godkjenning fra Norsk helsenett (NHN)." in told
    assert "Kriterier: Testbenkens forslag til akseptansekriterier (følger med testbenken)" in told


def test_a_name_that_is_nearly_right_is_suggested(packs: Path) -> None:
    assert "Mente du Storvik?" in about(packs, "Storvk").output
    told = ask(packs, "--municipality", "Storvik", "--product", "epic").output
    assert "epic står ikke i noen pakke. Pakkene gjelder visma_hspro." in told


def test_only_keys_in_the_criteria_can_sign(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "egne.toml"
    assert ask(packs, "--new-policy", path).return_value == 0
    text = path.read_text("utf-8")
    path.write_text(text.replace("keys = []", f'keys = ["{key_id()}"]'), "utf-8")
    assert about(packs, "Storvik", "--policy", path).return_value == 0
    path.write_text(text.replace("keys = []", f'keys = ["{key_id("en annen")}"]'), "utf-8")
    refused = about(packs, "Storvik", "--policy", path)
    assert refused.return_value == 1 and "ikke er blant dem du stoler på" in refused.output


def test_criteria_may_take_a_pack_that_another_suite_judged(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "egne.toml"
    ask(packs, "--new-policy", path)
    path.write_text(path.read_text("utf-8").replace("same_suite = true", "same_suite = false"), "utf-8")
    assert about(packs, "Vestlund", "--policy", path).return_value == 0


def test_a_file_of_criteria_is_never_overwritten(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "egne.toml"
    path.write_text("mine", "utf-8")
    result = ask(packs, "--new-policy", path)
    assert result.exit_code != 0 and "blir ikke overskrevet" in str(result.exception)
    assert path.read_text("utf-8") == "mine"


def test_deviations_of_a_file_stand_in_place_of_those_in_the_pack(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "hspro.avvik.toml"
    days = {"issued": TODAY - timedelta(days=1), "expires": TODAY + timedelta(days=9)}
    path.write_text(DEVIATIONS.format(scenario=skal(), **days), "utf-8")
    assert about(packs, "Bergvik", "--deviations", path).return_value == 0
    path.write_text("schema = 1\ndeviations = []\n", "utf-8")
    assert about(packs, "Solnes", "--deviations", path).return_value == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Oppgi --municipality og --product, eller --table"),
        (("--municipality", "Storvik"), "Oppgi --municipality og --product"),
        (("--table", "--deviations", "x.toml"), "--deviations gjelder ett testobjekt"),
        (("--municipality", "S", "--product", "p", "--service", "tannhelse"), "Velg digihelsestasjon, "),
        (("--municipality", "S", "--product", "p", "--policy", "nei.toml"), "Akseptansekriteriene i nei.toml"),
        (("--municipality", "S", "--product", "p", "--deviations", "nei.toml"), "Avvikene i nei.toml"),
    ],
)
def test_wrong_use_is_refused_with_what_to_do(packs: Path, words: tuple[str, ...], says: str) -> None:
    result = ask(packs, *words)
    assert getattr(result.exception, "exit_code", None) == 2 and says in str(result.exception)


@pytest.mark.parametrize("text", ["schema = 1", "schema = 1\n[[deviations]]\nscenario = 'X'"])
def test_deviations_that_cannot_be_used_are_refused(packs: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "avvik.toml"
    path.write_text(text, "utf-8")
    result = about(packs, "Storvik", "--deviations", path)
    assert "kan ikke brukes" in str(result.exception) and "Testobjektfilen" not in str(result.exception)


def test_deviations_with_a_day_that_does_not_exist_are_refused(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "avvik.toml"
    path.write_text(DEVIATIONS.format(scenario=skal(), issued='"2026-02-30"', expires='"2026-03-01"'), "utf-8")
    told = str(about(packs, "Storvik", "--deviations", path).exception)
    assert "linje 7: issued er ikke en dato" in told


def test_a_folder_that_is_not_there_or_has_no_packs_is_wrong_use(tmp_path: Path) -> None:
    assert "mappen finnes ikke" in str(about(tmp_path / "nei", "Storvik").exception)
    assert "det ligger ingen pakker (.zip) der" in str(about(tmp_path, "Storvik").exception)
    assert "--packs mangler" in str(CliRunner().invoke(group, ["gate"], standalone_mode=False).exception)


def test_a_day_that_is_none_is_wrong_use(packs: Path) -> None:
    assert "er ikke en dato" in str(ask(packs, "--table", today="i morgen").exception)


def test_no_name_in_a_pack_begins_a_line_of_the_table_or_moves_the_cursor(tmp_path: Path) -> None:
    sly = "\nKLAR: alt\x1b[2K\r"
    write(Made(f"Fjordvik{sly}", version=f"4.2{sly}"), tmp_path, name="en.zip")
    (tmp_path / f"to{sly}.zip").write_bytes(b"PK, men ikke en pakke")
    result = ask(tmp_path, "--table")
    lines = result.output.split("\n")
    assert all(line.isprintable() for line in lines) and not [line for line in lines if line.startswith("KLAR")]
    assert len([line for line in lines if "Fjordvik KLAR: alt" in line and "4.2 KLAR: alt" in line]) == 1
    assert "Fjordvik KLAR" in ask(tmp_path, "--municipality", "Fjordvi", "--product", "visma_hspro").output


def test_the_table_has_a_row_for_each_and_counts_the_answers(packs: Path) -> None:
    result = ask(packs, "--table")
    rows = {line.split()[0]: line for line in result.output.splitlines() if "visma_hspro" in line}
    assert result.return_value == 4
    assert "  klar  " in rows["Storvik"] and "  klar  " in rows["Solnes"]
    assert skal() in rows["Bergvik"] and "bare simulert" in rows["Tindmo"] and "avvik utløpt" in rows["Ulvmo"]
    assert "7 svar: 3 klar, 3 ikke klar, 1 avvik utløpt." in result.output
    one = ask(packs, "--table", "--municipality", "Storvik")
    assert one.return_value == 0 and "1 svar: 1 klar." in one.output
    none = ask(packs, "--table", "--service", "digihelse")
    assert none.return_value == 1 and "Ingen pakke passer" in none.output


def schema() -> Draft202012Validator:
    text = resources.files("standards").joinpath("schemas/gate.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def test_the_json_says_the_same_by_its_schema(packs: Path) -> None:
    found: Any = json.loads(ask(packs, "--table", "--json").output)
    assert not list(schema().iter_errors(found))
    answers = {one["municipality"]: one["answer"] for one in found["decisions"]}
    assert answers["Storvik"] == "klar" and answers["Bergvik"] == "ikke klar" and answers["Ulvmo"] == "avvik utløpt"
    assert found["exit_code"] == 4 and len(found["ignored"]) == 1
    lying = {**found, "decisions": [{**found["decisions"][0], "ready": True, "answer": "ikke klar"}]}
    assert list(schema().iter_errors(lying))


def test_real_persons_are_masked_wherever_they_are_told(tmp_path: Path) -> None:
    real = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    bad = deviation(skal(), owner=f"Spør {real}", expires=TODAY - timedelta(days=1))
    write(Made("Storvik", verdicts={skal(): FAILED}, deviations=(bad,)), tmp_path)
    for words in ((), ("--json",), ("--table",)):
        told = about(tmp_path, "Storvik", *words).output
        assert "IKKE KLAR" in told or "utløpt" in told
        assert real not in told


def test_generated_packs_of_many_municipalities_have_every_answer(tmp_path: Path) -> None:
    made = many(tmp_path, 16, seed=9)
    result = ask(tmp_path, "--table")
    assert len({(one.municipality, one.product, one.version) for one in made}) == 16
    assert "16 svar: " in result.output and " klar, " in result.output and "avvik utløpt" in result.output
