"""What a build shows of a run: the verdict and what was not green, as a page of Markdown and as remarks on the build.

Reads `report.json`, needs nothing but Python, and prints nothing where the build has no place for it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GREEN = ("bestått", "bestått med merknad", "ikke aktuelt")
LEVELS = ("skal", "bør", "kan")
KINDS = {
    "ikke bestått": "error",
    "feil i testverktøyet": "error",
    "ikke verifisert": "warning",
    "blokkert": "warning",
}
"""Verdict → what a remark on the build is called."""
MOST = 10
"""A build shows no more remarks of one kind than this for each step."""


def markdown(report: dict[str, Any]) -> Iterator[str]:
    """The page of the build."""
    target, run = report["target"], report["run"]
    yield f"## {'SIMULERT: ' if report['simulated'] else ''}{_cell(target['name'])}: {report['verdict']}"
    yield ""
    yield f"Plan: {_cell(report['plan']['name'])}. Produkt: {target['product']} {target['version']}. {run['tool']}."
    for line in (run["partly"], run["reason"], report["notice"]):
        if line:
            yield f"\n{_cell(line)}"
    yield from _counts(report)
    yield from _rest([one for one in report["scenarios"] if one["verdict"] not in GREEN])


def _counts(report: dict[str, Any]) -> Iterator[str]:
    verdicts = [verdict for verdict, count in report["counts"].items() if count]
    if not verdicts:
        return
    yield f"\n| Nivå | {' | '.join(verdicts)} |"
    yield f"|---|{'---:|' * len(verdicts)}"
    for level in LEVELS:
        counts = report["counts_by_level"][level]
        if any(counts.values()):
            yield f"| {level} | {' | '.join(str(counts[verdict]) for verdict in verdicts)} |"


def _rest(scenarios: list[dict[str, Any]]) -> Iterator[str]:
    if not scenarios:
        return
    yield "\n| Scenario | Nivå | Klasse | Dom | Hvorfor |\n|---|---|---|---|---|"
    for one in scenarios:
        name = _cell(f"{one['id']} {one['name']}")
        yield f"| {name} | {one['level']} | {one['class']} | {one['verdict']} | {_cell(one['reason'])} |"


def _cell(text: str) -> str:
    """Text that cannot break the table, nor be taken for HTML or Markdown."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{sign}" if sign in "\\|`*_[]" else sign for sign in plain)


def remarks(report: dict[str, Any]) -> Iterator[str]:
    """Workflow commands of GitHub: an error for what failed, a warning for what was not decided."""
    for verdict, kind in KINDS.items():
        for one in [one for one in report["scenarios"] if one["verdict"] == verdict][:MOST]:
            title = _property(f"{one['id']} {verdict}")
            yield f"::{kind} title={title}::{_message(one['reason'] or one['name'])}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def main(words: list[str]) -> int:
    """`--product FILE` prints the product that was tested; `FILE` tells the build; 2 for wrong use."""
    if len(words) not in (1, 2) or (len(words) == 2 and words[0] != "--product"):
        print("Bruk: sammendrag.py [--product] report.json", file=sys.stderr)
        return 2
    try:
        report = json.loads(Path(words[-1]).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"Feil: {words[-1]} kan ikke leses som rapport: {error}", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if words[0] == "--product":
        print(report["target"]["product"])
        return 0
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(page).open("a", encoding="utf-8") as out:
            out.write("\n".join(markdown(report)) + "\n")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in remarks(report):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
