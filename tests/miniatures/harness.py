"""What a forked process does: run `epj accept` against one target. Preloaded by the fork server to save imports."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import lxml.etree
import pytest
import pytest_bdd

import conformance.run
import epj.main

_LOADED = (lxml.etree, pytest, pytest_bdd, conformance.run)


def accept(target: Path, only: tuple[str, ...], folder: Path) -> None:
    """Leaves report and log in the folder and ends with the exit code of the command."""
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    arguments = ["accept", "--target", str(target), "--report", str(folder / "rapport")]
    for scenario in only:
        arguments += ["--only", scenario]
    with (
        (folder / "log.txt").open("w", encoding="utf-8") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        try:
            epj.main.main(arguments)
        except SystemExit as end:
            sys.exit(end.code)
