"""What a forked process does: one acceptance run against one target. The fork server imports it once for all runs."""

from __future__ import annotations

import sys
from pathlib import Path

import conformance.staff.http
import conformance.transports.http
from conformance.reports.language import Language
from conformance.reports.templates import template
from conformance.run import FEATURES, Bindings, run
from conformance.runner.lint import read_features

FOUND_BY_NAME = (conformance.staff.http, conformance.transports.http)
"""Adapters that a run would import itself, once for every fork."""


STRAIGHT_TO_IT = Bindings(check_reach=lambda target, clock: ())
"""Without the look around before scenario 1: it has a time limit of its own, and many runs share two cores here."""

PAGES = [template(name, Language("nb")) for name in ("report.html.j2", "body.html.j2")]
"""Compiled once for all runs."""

read_features(FEATURES)
"""Parsed once for all runs."""


def accept(target: Path, only: tuple[str, ...], folder: Path) -> None:
    """Leaves report and log in the folder and ends with the exit code of the run."""
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        result = run(
            target,
            only=only,
            report_dir=folder / "rapport",
            echo=lambda text: print(text, file=log),
            bindings=STRAIGHT_TO_IT,
        )
    sys.exit(int(result.exit_code))
