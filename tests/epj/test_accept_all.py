"""`epj accept --simulate alle`: every product, one overview, and never greener than the worst run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from epj.accepting import everyone, overview
from epj.accepting.overview import Row
from epj.accepting.packs import Packed
from epj.main import main
from simulator.vendors import profiles


def scenario(identity: str, verdict: str, level: str = "skal") -> dict[str, Any]:
    kind = "feil" if "-F" in identity else "normal"
    return {"id": identity, "name": f"Om {identity}", "verdict": verdict, "level": level, "kind": kind}


def report(*scenarios: dict[str, Any], verdict: str = "bestått", exit_code: int = 0) -> dict[str, Any]:
    return {
        "target": {"name": "Journalen <vår>"},
        "plan": {"name": "Røyktest"},
        "verdict": verdict,
        "exit_code": exit_code,
        "run": {"seconds": 1.25, "reason": ""},
        "scenarios": list(scenarios),
    }


GREEN = Row.of(
    "en_journal",
    report(
        scenario("BOOK-N01", "bestått"),
        scenario("BOOK-F01", "bestått med merknad", "bør"),
        scenario("MSG-N01", "ikke aktuelt"),
    ),
)
RED = Row.of(
    "en_annen",
    report(scenario("BOOK-N01", "ikke bestått"), scenario("BOOK-F01", "bestått"), verdict="ikke bestått", exit_code=1),
)
REFUSED = Row.refused("en_tredje", 2, "Journalen kom ikke i gang.")


def test_a_row_counts_what_applied_by_level_and_kind() -> None:
    assert (GREEN.levels["skal"], GREEN.levels["bør"], GREEN.normal, GREEN.faults) == ((1, 1), (1, 1), (1, 1), (1, 1))
    assert (GREEN.not_applicable, GREEN.applying, GREEN.is_green) == (1, 2, True)
    assert (RED.levels["skal"], RED.is_green, RED.red) == ((1, 2), False, ("BOOK-N01 Om BOOK-N01: ikke bestått",))
    assert not REFUSED.is_green


def test_the_table_names_what_is_not_green() -> None:
    text = "\n".join(overview.table([GREEN, RED, REFUSED]))
    assert re.search(r"en_journal +Røyktest +bestått +1/1 +1/1 +– +1/1 +1/1 +1 +1,2", text)
    assert "en_annen: ikke bestått\n  BOOK-N01 Om BOOK-N01: ikke bestått" in text
    assert "en_tredje: kjøringen begynte ikke\n  Journalen kom ikke i gang." in text
    assert "1 av 3 kjøringer er bestått, med 4 prøver til sammen." in text


@pytest.mark.parametrize(("rows", "colour"), [([GREEN], "green"), ([GREEN, RED], "red"), ([REFUSED], "red")])
def test_the_page_links_the_reports_and_is_red_when_one_is(rows: list[Row], colour: str, tmp_path: Path) -> None:
    page = lxml_html.parse(str(overview.write(rows, tmp_path)))
    assert page.xpath("//p[contains(@class, 'verdict')]/@class") == [f"verdict {colour}"]
    links = [row.product for row in rows if row.has_report]
    assert page.xpath("//a/@href") == [f"{product}/report.html" for product in links]
    assert not page.xpath("//script|//link|//img")


PACKED = Packed("pakker/akseptanse-en.SIMULERT.zip", "gyldig", True)


def test_the_overview_names_each_pack_and_what_verify_says(tmp_path: Path) -> None:
    rows = [replace(GREEN, pack=PACKED), replace(RED, pack=Packed(reason="Disken er full.")), REFUSED]
    text = "\n".join(overview.packs(rows, Path("proevenoekkel.pem")))
    assert "signert med en nøkkel som er laget for denne kjøringen (proevenoekkel.pem)" in text
    assert "SIMULERT, gyldig  pakker/akseptanse-en.SIMULERT.zip" in text
    assert re.search(r"ingen pakke +en_annen\n +Disken er full\.", text)
    assert list(overview.packs([GREEN], Path("x"))) == []
    page = lxml_html.parse(str(overview.write(rows, tmp_path)))
    cells = [cell.text_content() for cell in page.xpath("//tbody/tr/td[last()]")]
    assert cells == ["pakkeSIMULERT, gyldig", "ingen pakkeDisken er full.", "–"]
    assert "pakker/akseptanse-en.SIMULERT.zip" in page.xpath("//a/@href")


@pytest.mark.parametrize(
    ("packed", "code"),
    [(PACKED, 0), (Packed("p.zip", "ufullstendig", True), 0), (Packed("p.zip", "ugyldig", True), 3), (Packed(), 3)],
)
def test_a_green_run_without_a_sound_pack_is_a_fault_of_ours(packed: Packed, code: int) -> None:
    assert everyone._exit_code([replace(GREEN, pack=packed)]) == code


def test_a_green_report_with_a_red_exit_code_is_not_green() -> None:
    assert not Row.of("en", report(scenario("BOOK-N01", "bestått"), exit_code=3)).is_green


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "noe").write_text("mitt")
    with pytest.raises(SystemExit) as caught:
        main(("accept", "--simulate", "alle", "--report", str(tmp_path)))
    assert caught.value.code == 2
    assert "er ikke tom" in capsys.readouterr().err


def test_an_unknown_plan_is_told_before_anything_is_started(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main(("accept", "--simulate", "alle", "--plan", "røyktesten", "--report", str(tmp_path / "r")))
    assert caught.value.code == 2
    assert "Mente du Røyktest?" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_product_is_run_and_the_overview_tells_them_all(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "epj.main", "accept", "--simulate", "alle", "--only", "MSG-N08"]
    done = subprocess.run(
        [*words, "--report", str(tmp_path / "r")], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    products = [profile.product for profile in profiles()]
    assert f"{len(products)} av {len(products)} kjøringer er bestått, med {len(products)} prøver" in done.stdout
    for product in products:
        found = json.loads((tmp_path / "r" / product / "report.json").read_text("utf-8"))
        assert [one["id"] for one in found["scenarios"]] == ["MSG-N08"]
    assert (tmp_path / "r" / "index.html").is_file()
    packs = sorted((tmp_path / "r" / "pakker").glob("*.SIMULERT.zip"))
    assert [product for product in products if not any(f"-{product}-" in path.name for path in packs)] == []
    assert len(packs) == len(products) == done.stdout.count("SIMULERT, ufullstendig  pakker/")
    assert done.stdout.count("scenarioer i planen Full test er ikke med") == len(products)
