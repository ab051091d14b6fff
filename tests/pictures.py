"""The pictures of the README and the handbook, made anew: python -m tests.pictures [FOLDER]."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import requests
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from epj.accepting.simulated import simulated

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs/pictures"
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WEEK: Final = (
    (0, "09:00", "nora", "Toårskontroll"),
    (0, "10:00", "emil", "Vaksine"),
    (1, "12:30", "ailo", "Språkkontroll"),
    (2, "08:30", "maerta", "Skolestart"),
    (2, "09:30", "vilde", "Hjemmebesøk nyfødt"),
    (3, "13:00", "haakon", "Fireårskontroll"),
)
"""Day of the week, time, who and why."""
LARGEST: Final = 200_000
PRODUCT: Final = "visma_hspro"
FAULT: Final = "one_level_sender"


def main(folder: Path) -> int:
    """Run the suite twice against a simulated journal, and look at what came of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, simulated(PRODUCT) as (target, _), browser() as page:
        runs, address = Path(scratch), _journal(target)
        _accept(target, runs / "passed", "--plan", "roeyktest")
        requests.post(f"{address[0]}/_sim/areas/{PRODUCT}/faults", json={"id": FAULT}, timeout=10).raise_for_status()
        _accept(target, runs / "failed", "--only", "BOOK-N01")
        _take(page, folder / "rapport.png", (runs / "passed/report.html").as_uri())
        _finding(page, folder / "funn.png", runs / "failed")
        monday = _book(target)
        _take(page, folder / "arbeidsbenk.png", f"{address[1]}/arbeidsbenk/timebok?uke={monday:%G-W%V}")
        _dialog(page, folder / "samtale.png", f"{address[1]}/arbeidsbenk/")
    for picture in sorted(folder.glob("*.png")):
        print(f"{picture}: {picture.stat().st_size // 1000} kB")
    return 0


@contextmanager
def browser() -> Iterator[Page]:
    """A page in Debian's Chromium, light and of the width of a laptop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = chromium.new_context(viewport={"width": 1120, "height": 760}, color_scheme="light", locale="nb-NO")
        yield context.new_page()
        chromium.close()


def _journal(target: Path) -> tuple[str, str]:
    """The address of the simulated journal, and of its test area."""
    staff = tomllib.loads(target.read_text("utf-8"))["staff"]["address"]
    return staff.split("/w/")[0], staff.removesuffix("/staff")


def _book(target: Path) -> date:
    """Fill the week after the next; gives its Monday."""
    data = tomllib.loads(target.read_text("utf-8"))
    persons = {one["id"]: one["ident"] for one in data["persons"]}
    monday = datetime.now().date() + timedelta(days=14 - datetime.now().weekday())
    for day, clock, who, summary in WEEK:
        start = datetime.combine(monday + timedelta(days=day), datetime.strptime(clock, "%H:%M").time())
        end = start + timedelta(minutes=30)
        wish = {"patient": persons[who], "summary": summary, "location": "Rom 2", "practitioner": "Siri Testnes"}
        requests.post(
            f"{data['staff']['address']}/intents/create_appointment",
            json={**wish, "start": start.isoformat(), "end": end.isoformat()},
            headers={"Authorization": f"Bearer {data['staff']['secret']}", "Idempotency-Key": str(uuid.uuid4())},
            timeout=10,
        ).raise_for_status()
    return monday


def _dialog(page: Page, file: Path, bench: str) -> None:
    """What a parent wrote, as the nurse sees it."""
    page.goto(bench)
    page.locator("main a[href*='dialog']").first.click()
    _save(page, file)


def _accept(target: Path, report: Path, *words: str) -> None:
    command = [sys.executable, "-m", "epj.main", "accept", "--target", str(target), "--report", str(report), *words]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout + done.stderr)


def _finding(page: Page, file: Path, run: Path) -> None:
    """The course of the scenario, and the marked line of a message with its finding beside it."""
    page.goto((run / "meldinger/BOOK-N01.html").as_uri())
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for name, place, above in (("forloep.png", "svg.sequence", 90), (file.name, ".marked", 330)):
        shown = page.locator(place).first
        shown.evaluate("(one, above) => scrollTo(0, one.getBoundingClientRect().top + scrollY - above)", above)
        _save(page, file.with_name(name))


def _take(page: Page, file: Path, address: str) -> None:
    page.goto(address)
    _save(page, file)


def _save(page: Page, file: Path) -> None:
    """As few colours as the eye needs, so that the file is small."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(colors=96, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file} is {file.stat().st_size} bytes; at most {LARGEST} were wanted.")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
