"""A manual run at a scripted terminal: the list, a screenshot, a refusal, stopped and taken up, and who said what."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from epj.accept import simulated
from tests.epj.by_hand import Nurse, Screen, manual

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

MORE = 'second_person = true\n\n[hints]\ncreate_appointment = "Timebok > høyreklikk > Ny time"\n'
ONLY = ("--only", "BOOK-N01", "--only", "BOOK-N03", "--only", "BOOK-N07")
PICTURE = b"\x89PNG et bilde"
NAME, REVIEWER = "Berit Åsen", "Ola Vik"
READY, FILE, WHOSE, AGREE = "[b]ytt navn? ", "Bilde eller fil", "Navnet på den som ser over", "Enig? "
LISTED = "× sette opp en time\n      Slik gjøres det her: Timebok > høyreklikk > Ny time"


@pytest.fixture(scope="module")
def journal() -> Iterator[Path]:
    """The target file of a simulated HsPro that is running."""
    with simulated("visma_hspro") as (path, _):
        yield path


@contextmanager
def epj(folder: Path, *arguments: str) -> Iterator[Screen]:
    screen = Screen(*arguments, folder=folder)
    try:
        yield screen
    finally:
        screen.close()


def test_a_run_by_hand(journal: Path, tmp_path: Path) -> None:
    (tmp_path / "hspro.toml").write_text(manual(journal, more=MORE), "utf-8")
    (tmp_path / "skjerm bilde.png").write_bytes(PICTURE)
    run, nurse = tmp_path / "kjøring", Nurse(journal)
    with epj(tmp_path, "prepare", "--target", "hspro.toml", *ONLY) as screen:
        assert screen.end() == 0 and LISTED in screen.text
    with epj(tmp_path, "prepare", "--target", "hspro.toml", *ONLY, "--done") as screen:
        screen.until("Hvem har gjort det? Navn")
        screen.type("Gro Vik")
        assert screen.end() == 0
    with epj(tmp_path, "accept", "--target", "hspro.toml", "--report", str(run), *ONLY) as screen:
        told = screen.until("Hvem svarer? Skriv navnet ditt")
        assert "Klargjøring: gjort " in told and " av Gro Vik." in told
        screen.type(NAME)
        _with_a_screenshot(screen, nurse)
        _refused(screen, nurse)
        _stopped(screen)
    assert _verdicts(run) == {"BOOK-N01": "bestått", "BOOK-N03": "blokkert", "BOOK-N07": "blokkert"}
    with epj(tmp_path, "accept", "--resume", str(run)) as screen:
        screen.until("Hvem svarer? Skriv navnet ditt")
        screen.type("Eva Lie")
        _sets_up(screen, nurse)
        _looked_over(screen)
        assert screen.end() == 1, "one is still blokkert"
    assert _verdicts(run) == {"BOOK-N01": "bestått", "BOOK-N03": "blokkert", "BOOK-N07": "bestått"}
    _who_said_what(run)
    _what_is_left(run)


def _with_a_screenshot(screen: Screen, nurse: Nurse) -> None:
    """BOOK-N01: the appointment is set up, a picture is attached, and the one who looks it over is another."""
    _sets_up(screen, nurse, attach="'skjerm bilde.png'")
    screen.until(WHOSE)
    screen.type(NAME.lower())
    screen.until(f"Det må være en annen enn {NAME}.")
    _looked_over(screen)
    assert "SE ETTER: Stemmer dette? Transportloggen viser at Helsenorge har kvittert" in screen.until(READY)
    screen.type("j")
    screen.until(FILE)
    screen.type("")
    _looked_over(screen, "")


def _refused(screen: Screen, nurse: Nurse) -> None:
    """BOOK-N03: the EPJ does not let her cancel."""
    _sets_up(screen, nurse)
    _looked_over(screen, "")
    assert "GJØR DETTE: Avlys time" in screen.until(READY)
    screen.type("n")
    screen.until("Hvorfor? ")
    screen.type("Knappen er grå")
    screen.until(FILE)
    screen.type("")
    _looked_over(screen, "")


def _stopped(screen: Screen) -> None:
    """BOOK-N07: Ctrl-C while the question stands there."""
    screen.until("GJØR DETTE: ")
    screen.until(READY)
    screen.interrupt()
    assert screen.end() == 1
    assert "Kjøringen ble stoppet av den som kjørte den." in screen.text
    assert "Traceback" not in screen.text and "Fatal" not in screen.text


def _sets_up(screen: Screen, nurse: Nurse, attach: str = "") -> None:
    asked = screen.until(READY)
    assert "Slik gjøres det her: Timebok > høyreklikk > Ny time" in asked and "min igjen)" in asked
    number = nurse.does(asked)
    screen.type("u")
    screen.until("Timens id")
    screen.type(number)
    screen.until(FILE)
    screen.type(attach)


def _looked_over(screen: Screen, name: str = REVIEWER) -> None:
    screen.until(WHOSE)
    screen.type(name)
    screen.until(AGREE)
    screen.type("j")


def _verdicts(run: Path) -> dict[str, str]:
    report = json.loads((run / "report.json").read_text("utf-8"))
    return {scenario["id"]: scenario["verdict"] for scenario in report["scenarios"]}


def _who_said_what(run: Path) -> None:
    report = json.loads((run / "report.json").read_text("utf-8"))
    said = {scenario["id"]: scenario["confirmed"] for scenario in report["scenarios"]}
    assert [(one["answer"], one["who"], one["reviewer"]) for one in said["BOOK-N01"]] == [("done", NAME, REVIEWER)] * 2
    kept = said["BOOK-N01"][0]
    assert (run / kept["file"]).read_bytes() == PICTURE
    assert kept["file_sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert [(one["answer"], one["reason"]) for one in said["BOOK-N03"]] == [("done", ""), ("refused", "Knappen er grå")]
    assert [one["who"] for one in said["BOOK-N07"]] == ["Eva Lie"]
    times = [datetime.fromisoformat(one["time"]) for each in said.values() for one in each]
    assert times == sorted(times)
    page = (run / "report.html").read_text("utf-8")
    assert "av Gro Vik</dd>" in page
    table = page.partition("Bekreftet av en person")[2].partition("</section>")[0]
    for text in (NAME, f"{REVIEWER} (enig)", "Eva Lie", "nektet: Knappen er grå", kept["file"].replace(" ", "_")):
        assert text in table


def _what_is_left(run: Path) -> None:
    text = (run / "opprydding.txt").read_text("utf-8")
    assert [text.count(f"({scenario})") for scenario in ("BOOK-N01", "BOOK-N03", "BOOK-N07")] == [1, 1, 1]
    assert "Rydd opp i journalen" in (run / "report.html").read_text("utf-8")
