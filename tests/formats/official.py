"""Our reports as the official tools read them: `tests/formats/official.sh FOLDER [RUN ...]` installs and starts it.

Says for each run what CTRF's own validator, the official JSON Schemas of Cucumber messages and SARIF, SARIF Multitool
and Jenkins' schema of JUnit find wrong, and whether Cucumber's page counts as the report does. Exit 1 for any of it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from conformance.evidence.store import FILE_NAME, Evidence
from conformance.reports.cucumber import STATUSES
from conformance.verdicts import Verdict
from tests.conformance.format_runs import every_verdict, reports_of

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MULTITOOL = "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
NO_PAGE_OF_OURS = "SARIF2005"
"""Multitool wants an address to read more at; the project has none."""


def main() -> None:
    """Print a line for each format of each run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("runs", type=Path, nargs="*")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    wrong = 0
    for number, run in enumerate((_every_way(folder), *(each.resolve() for each in chosen.runs))):
        print(run)
        made = _fresh(folder / f"seen-{number}")
        evidence = Evidence.open(run / FILE_NAME)
        reports_of(evidence, made)
        verdicts = [one.verdict for one in evidence.scenarios()]
        evidence.close()
        for line, fine in _looked_at(folder, made, verdicts):
            wrong += not fine
            print(f"  {'ok ' if fine else 'BAD'} {line}")
    sys.exit(bool(wrong))


def _every_way(folder: Path) -> Path:
    run = _fresh(folder / "every-way")
    every_verdict(run).close()
    return run


def _fresh(folder: Path) -> Path:
    """Made anew, so that nothing is left in the folder of a run that somebody may sign."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _looked_at(folder: Path, run: Path, verdicts: list[Verdict]) -> Iterator[tuple[str, bool]]:
    if (folder / "node_modules" / "ctrf").is_dir():
        done = subprocess.run(
            ["node", "official.mjs", str(run)], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            yield f"node: {done.stderr[-400:]}", False
            return
        told = json.loads(done.stdout)
        for name in ("ctrf", "cucumber", "sarif"):
            yield f"{name}: {len(told[name])} breaches of the official schema {told[name][:3] or ''}", not told[name]
        yield from _page(run, verdicts, told["envelopes"])
    else:
        print("  --  CTRF, Cucumber, SARIF: not installed")
    if (folder / MULTITOOL).exists():
        yield _multitool(folder, run)
    if (folder / "junit-10.xsd").exists():
        schema = etree.XMLSchema(etree.parse(str(folder / "junit-10.xsd")))
        fine = schema.validate(etree.parse(str(run / "junit.xml")))
        yield f"junit: Jenkins' schema, {[str(one.message) for one in schema.error_log][:3]}", fine


def _multitool(folder: Path, run: Path) -> tuple[str, bool]:
    (folder / MULTITOOL).chmod(0o755)
    done = subprocess.run(
        [str(folder / MULTITOOL), "validate", str(run / "results.sarif"), "-o", str(folder / "multitool.sarif"),
         "--log", "ForceOverwrite"],
        capture_output=True, text=True, check=False, env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    said = re.findall(r"(?:error|warning) (SARIF\d+|JSON\d+)", done.stdout)
    left = sorted(set(said) - {NO_PAGE_OF_OURS})
    return f"sarif: Multitool validate, exit {done.returncode}, {left}", done.returncode == 0 and not left


def _page(run: Path, verdicts: list[Verdict], envelopes: int) -> Iterator[tuple[str, bool]]:
    """Cucumber's own page, in a browser: what it counts, and whether it asked for anything."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("  --  Cucumber's page: no chromium")
        return
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    troubles: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto((run / "cucumber.html").as_uri())
        page.locator("#report").wait_for(timeout=20_000)
        text = page.inner_text("#report")
        page.screenshot(path=run / "cucumber.png")
        browser.close()
    outside = [each for each in asked if not each.startswith(("file:", "data:"))]
    seen = _counted(text)
    wanted = dict(Counter(STATUSES[one] for one in verdicts))
    size = (run / "cucumber.html").stat().st_size
    yield f"cucumber's page: {seen} of {envelopes} envelopes, {size} bytes; the run has {wanted}", seen == wanted
    yield f"cucumber's page: {len(outside)} requests, {troubles}", not outside and not troubles


def _counted(text: str) -> dict[str, Any]:
    names = "|".join(sorted(set(STATUSES.values())))
    return {name: int(count) for name, count in re.findall(rf"^({names}) (\d+)$", text, re.MULTILINE)}


if __name__ == "__main__":
    main()
