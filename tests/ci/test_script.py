"""The script of a build: what it refuses, what it asks of `epj`, and how it ends, whichever step ended how."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.kit import CI, build, module, report, scenario

sammendrag = module("sammendrag.py")


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({}, "Verken EPJ_PRODUCT eller EPJ_TARGET er satt"),
        ({"EPJ_PRODUCT": "a", "EPJ_TARGET": "b"}, "Behold bare den ene"),
        ({"EPJ_PRODUCT": "alle"}, "Lag én jobb for hvert produkt"),
        ({"EPJ_TARGET": "borte.toml"}, "EPJ_TARGET peker på borte.toml, som ikke finnes"),
        ({"EPJ_PRODUCT": "a", "EPJ_PACK": "ja"}, "EPJ_PACK er «ja». Skriv true eller false."),
        ({"EPJ_PRODUCT": "a", "EPJ_GATE": "true"}, "EPJ_GATE trenger EPJ_MUNICIPALITY"),
        ({"EPJ_PRODUCT": "a", "EPJ_GATE": "true", "EPJ_ONLY": "MSG"}, "Sett EPJ_PACK til true"),
        ({"EPJ_PRODUCT": "a", "EPJ_GATE_POLICY": "borte.toml"}, "EPJ_GATE_POLICY peker på borte.toml"),
        ({"EPJ_PRODUCT": "a", "EPJ_WHEEL": "borte.whl"}, "EPJ_WHEEL peker på borte.whl, som ikke finnes"),
        ({"EPJ_PRODUCT": "a", "EPJ_KEY": "tull", "STUB_KEY": "2"}, "EPJ_KEY er ingen nøkkel som kan brukes"),
    ],
)
def test_what_is_wrong_is_told_before_anything_runs(variables: dict[str, str], says: str, tmp_path: Path) -> None:
    ended = build(tmp_path, **variables)
    assert ended.code == 2
    assert f"Feil: {says}" in ended.said or says in ended.said
    assert not ended.asked_for("accept")


def test_the_whole_way_of_a_target_in_a_folder_with_blanks_and_norwegian_letters(tmp_path: Path) -> None:
    folder = tmp_path / "bygg på Åsgård (kopi)"
    folder.mkdir()
    (folder / "testobjekt ø.toml").touch()
    ended = build(
        folder,
        EPJ_TARGET="testobjekt ø.toml",
        EPJ_OUT="ut på tur",
        EPJ_PLAN="Full test",
        EPJ_TIMEOUT="60",
        EPJ_KEY="-----hemmelig-----",
        EPJ_MUNICIPALITY="Øygard kommune",
    )
    assert ended.code == 0
    assert ended.asked_for("accept") == (
        "accept|--report|ut på tur/rapport|--target|testobjekt ø.toml|--plan|Full test|--timeout|60"
    )
    assert ended.asked_for("pack").startswith("pack|ut på tur/rapport|--out|ut på tur/pakke|--key|")
    assert ended.asked_for("pack").endswith("|--municipality|Øygard kommune|--masked-only")
    assert ended.asked_for("verify") == "verify|ut på tur/pakke/akseptanse.maskert.zip"
    assert not ended.asked_for("gate")
    # The key came as text, was a file while it was needed, and is gone.
    assert "the key is: -----hemmelig-----" in ended.asked
    assert not Path(ended.asked_for("pack").split("|")[5]).exists()
    assert "hemmelig" not in ended.said


def test_a_key_that_is_a_file_is_used_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "min nøkkel.pem").write_text("min")
    ended = build(tmp_path, EPJ_PRODUCT="a", EPJ_KEY="min nøkkel.pem", EPJ_FULL_PACK="true")
    assert ended.asked_for("pack") == "pack|epj-akseptanse/rapport|--out|epj-akseptanse/pakke|--key|min nøkkel.pem"
    assert not any(line.startswith("key|new") for line in ended.asked)


def test_a_part_of_a_plan_is_not_packed_unless_somebody_says_so(tmp_path: Path) -> None:
    ended = build(tmp_path / "a", EPJ_PRODUCT="a", EPJ_ONLY="MSG-N01  CANCEL *")
    assert ended.asked_for("accept").endswith("|--only|MSG-N01|--only|CANCEL|--only|*")
    assert not ended.asked_for("pack")
    assert build(tmp_path / "b", EPJ_PRODUCT="a", EPJ_ONLY="MSG", EPJ_PACK="true").asked_for("pack")


@pytest.mark.parametrize(
    ("accept", "pack", "verify", "code"),
    [(0, 0, 0, 0), (1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 3, 1), (1, 0, 1, 1), (2, 0, 0, 2), (3, 0, 1, 3), (3, 2, 0, 3)],
)
def test_the_exit_code_is_that_of_the_run_and_a_pack_that_fails_never_leaves_it_green(
    accept: int, pack: int, verify: int, code: int, tmp_path: Path
) -> None:
    ended = build(tmp_path, EPJ_PRODUCT="a", STUB_ACCEPT=str(accept), STUB_PACK=str(pack), STUB_VERIFY=str(verify))
    assert ended.code == code
    assert bool(ended.asked_for("pack")) == (accept != 2)
    assert bool(ended.asked_for("verify")) == (accept != 2 and pack == 0)


@pytest.mark.parametrize(("accept", "gate", "code"), [(0, 1, 1), (1, 0, 0), (1, 4, 4), (2, 0, 2), (3, 0, 3)])
def test_with_the_gate_its_decision_counts_unless_the_run_says_nothing(
    accept: int, gate: int, code: int, tmp_path: Path
) -> None:
    ended = build(
        tmp_path,
        EPJ_PRODUCT="a",
        EPJ_GATE="true",
        EPJ_MUNICIPALITY="Storvik",
        STUB_ACCEPT=str(accept),
        STUB_GATE=str(gate),
    )
    assert ended.code == code
    assert bool(ended.asked_for("gate")) == (accept < 2)


def test_a_pack_that_does_not_verify_is_never_decided_upon(tmp_path: Path) -> None:
    more = {"EPJ_GATE": "true", "EPJ_MUNICIPALITY": "Storvik", "STUB_VERIFY": "1"}
    ended = build(tmp_path, EPJ_PRODUCT="a", STUB_ACCEPT="1", **more)
    assert ended.code == 1
    assert not ended.asked_for("gate")


def test_the_gate_is_asked_about_what_was_tested_among_the_packs_of_the_municipality(tmp_path: Path) -> None:
    (tmp_path / "kriterier.toml").touch()
    (tmp_path / "avvik.toml").touch()
    ended = build(
        tmp_path,
        EPJ_PRODUCT="a",
        EPJ_GATE="true",
        EPJ_MUNICIPALITY="Storvik",
        EPJ_GATE_PACKS="alle pakkene",
        EPJ_GATE_VERSION="1.2",
        EPJ_GATE_SERVICE="digihelse",
        EPJ_GATE_POLICY="kriterier.toml",
        EPJ_GATE_DEVIATIONS="avvik.toml",
    )
    assert ended.asked_for("gate") == (
        "gate|--packs|alle pakkene|--municipality|Storvik|--product|visma_hspro|--product-version|1.2"
        "|--service|digihelse|--policy|kriterier.toml|--deviations|avvik.toml"
    )
    assert (tmp_path / "alle pakkene/akseptanse.maskert.zip").is_file()


def test_github_is_told_what_came_and_where_it_lies(tmp_path: Path) -> None:
    told = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "out.txt", "GITHUB_STEP_SUMMARY": "page.md"}
    ended = build(tmp_path, EPJ_PRODUCT="a", STUB_ACCEPT="1", **told)
    outputs = dict(line.split("=", 1) for line in (tmp_path / "out.txt").read_text("utf-8").splitlines())
    assert outputs == {
        "report": "epj-akseptanse/rapport",
        "junit": "epj-akseptanse/rapport/junit.xml",
        "sarif": "epj-akseptanse/rapport/results.sarif",
        "pack": "epj-akseptanse/pakke/akseptanse.maskert.zip",
        "exit-code": "1",
    }
    assert (tmp_path / "page.md").read_text("utf-8").startswith("## HsPro, test: bestått")
    assert ended.code == 1


def test_github_is_told_that_nothing_came(tmp_path: Path) -> None:
    build(tmp_path, EPJ_PRODUCT="a", STUB_ACCEPT="2", GITHUB_ACTIONS="true", GITHUB_OUTPUT="out.txt")
    told = (tmp_path / "out.txt").read_text("utf-8").splitlines()
    assert {"junit=", "sarif=", "pack=", "exit-code=2"} <= set(told)


PYTHON = """#!/bin/sh
echo "python|$*" >>"$STUB_LOG"
case "$1 $2" in
  "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$(command -v epj)" "$3/bin/epj" ;;
  "-m zipfile") mkdir -p "$5/kit/hjul" && : >"$5/kit/krav.txt" ;;
  "-m pip") exit "${STUB_PIP:-0}" ;;
esac
"""


@pytest.mark.parametrize(
    ("wheel", "installs"),
    [
        ("hjul på lager/epj testbenk.whl", "install --quiet hjul på lager/epj testbenk.whl"),
        (
            "hjulpakke ø.zip",
            "--no-index --find-links {private}/hjul/kit/hjul --require-hashes -r {private}/hjul/kit/krav.txt",
        ),
        ("pakket ut", "--no-index --find-links pakket ut/inni/hjul --require-hashes -r pakket ut/inni/krav.txt"),
    ],
)
def test_it_installs_what_it_is_given_in_an_environment_of_its_own(wheel: str, installs: str, tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/python3").write_text(PYTHON)
    (tmp_path / "tools/python3").chmod(0o755)
    given = tmp_path / wheel
    if given.suffix:
        given.parent.mkdir(exist_ok=True)
        given.touch()
    else:
        (given / "inni/hjul").mkdir(parents=True)
        (given / "inni/krav.txt").touch()
    ended = build(tmp_path, EPJ_PRODUCT="a", EPJ_WHEEL=wheel, EPJ_PACK="false", TMPDIR=str(tmp_path))
    assert ended.code == 0, ended.said
    (pip,) = [line for line in ended.asked if "-m pip" in line]
    venv = next(line for line in ended.asked if "-m venv" in line).split()[-1]
    assert pip.endswith(installs.format(private=Path(venv).parent))
    assert not Path(venv).exists()
    assert ended.asked_for("accept")
    failed = build(tmp_path, EPJ_PRODUCT="a", EPJ_WHEEL=wheel, STUB_PIP="1")
    assert failed.code == 2
    assert "kunne ikke installeres" in failed.said


def test_a_folder_that_is_no_wheelhouse_is_told(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/python3").write_text(PYTHON)
    (tmp_path / "tools/python3").chmod(0o755)
    (tmp_path / "tom mappe").mkdir()
    ended = build(tmp_path, EPJ_PRODUCT="a", EPJ_WHEEL="tom mappe")
    assert ended.code == 2
    assert "Det er ingen krav.txt i tom mappe" in ended.said


@pytest.mark.parametrize("missing", ["bash"])
def test_a_python_that_is_too_far_away_is_told(missing: str, tmp_path: Path) -> None:
    wheel = tmp_path / "epj.whl"
    wheel.touch()
    tools = tmp_path / "bare"
    tools.mkdir()
    for each in (missing, "dirname", "mktemp", "rm"):
        (tools / each).symlink_to(shutil.which(each) or "")
    done = subprocess.run(
        [str(tools / "bash"), str(CI / "akseptanse.sh")],
        env={"PATH": str(tools), "EPJ_PRODUCT": "a", "EPJ_WHEEL": str(wheel), "TMPDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "Python 3.11 eller nyere finnes ikke" in done.stderr


def test_the_page_of_the_build_tells_what_was_not_green_and_nothing_breaks_it() -> None:
    bad = scenario("CANCEL-F07", "ikke bestått", "Fant <b>`x`</b> | og\nmer.")
    page = "\n".join(sammendrag.markdown(report(bad, scenario("MSG-N01", "bestått"), simulated=True)))
    assert page.startswith("## SIMULERT: HsPro, test: ikke bestått\n")
    assert "| Nivå | bestått | ikke bestått |" in page and "| skal | 1 | 1 |" in page
    row = next(line for line in page.splitlines() if line.startswith("| CANCEL-F07"))
    assert "&lt;b>" in row and "\\| og mer." in row
    assert "Navnet på MSG-N01" not in page
    assert "Dette er ikke en godkjenning." in page
    assert "%" not in page


def test_a_skip_never_reads_as_a_pass_on_the_page_of_the_build() -> None:
    page = "\n".join(sammendrag.markdown(report(scenario("MSG-N02", "ikke verifisert", "Ingen så på."))))
    assert "| MSG-N02 Navnet på MSG-N02 | skal | A | ikke verifisert | Ingen så på. |" in page


def test_remarks_are_workflow_commands_that_no_text_can_end() -> None:
    told = list(
        sammendrag.remarks(
            report(
                scenario("A-F01", "ikke bestått", "100 % galt:\n::error::nei"),
                scenario("A-N02", "blokkert", "Ingen buss."),
                scenario("A-N03", "bestått", "Alt vel."),
                *(scenario(f"B-N{number}", "ikke bestått", "x") for number in range(20)),
            )
        )
    )
    assert told[0] == "::error title=A-F01 ikke bestått::100 %25 galt:%0A::error::nei"
    assert "::warning title=A-N02 blokkert::Ingen buss." in told
    assert len(told) == sammendrag.MOST + 1
    assert not [line for line in told if "A-N03" in line]


def test_the_summary_is_silent_where_the_build_has_no_place_for_it(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report(scenario("A-F01", "ikke bestått"))), "utf-8")
    words = [sys.executable, str(CI / "sammendrag.py"), str(path)]
    assert subprocess.run(words, capture_output=True, env={}, check=True).stdout == b""
    wrong = subprocess.run([*words[:2], "borte.json"], capture_output=True, encoding="utf-8", env={}, check=False)
    assert wrong.returncode == 2 and "borte.json kan ikke leses" in wrong.stderr
