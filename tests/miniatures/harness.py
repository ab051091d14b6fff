"""What a forked process does: one acceptance run against one target. The fork server imports it once for all runs."""

from __future__ import annotations

import gc
import importlib
import sys
from importlib.resources import files
from pathlib import Path

from _pytest.config import default_plugins

import conformance.reports
import conformance.staff.http
import conformance.transports.http
from conformance.reports.language import Language
from conformance.reports.templates import template
from conformance.run import FEATURES, Bindings, run, step_modules
from conformance.runner.lint import read_features
from conformance.runner.sameness import of_code
from standards.rules.register import all_rules

FOUND_BY_NAME = (conformance.staff.http, conformance.transports.http)
"""Adapters that a run would import itself, once for every fork."""


STRAIGHT_TO_IT = Bindings(check_reach=lambda target, clock: ())
"""Without the look around before scenario 1: it has a time limit of its own, and many runs share two cores here."""

PAGES = [
    template(page.name, Language("nb"))
    for page in files(conformance.reports).joinpath("pages").iterdir()
    if page.name.endswith(".j2")
]
"""Compiled once for all runs."""

IMPORTED = [
    importlib.import_module(name) for name in (*step_modules(), *(f"_pytest.{plugin}" for plugin in default_plugins))
]
"""What a run would import: once for all of them."""

KNOWN = (read_features(FEATURES), of_code(step_modules()), all_rules())
"""Read once for all runs, and remembered where it is read."""


def accept(target: Path, only: tuple[str, ...], folder: Path) -> None:
    """Leaves report and log in the folder and ends with the exit code of the run."""
    gc.freeze()  # what the fork server made is shared, and searching it for garbage would copy it
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        result = run(
            target,
            only=only,
            report_dir=folder / "rapport",
            echo=lambda text: print(text, file=log),
            bindings=STRAIGHT_TO_IT,
        )
    sys.exit(int(result.exit_code))
