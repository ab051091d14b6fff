"""Hostile documents: each gets a verdict with a finding in plain words, in little time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standards.hostile import DOCUMENTS, HARMLESS, REMARKED

GENEROUS = 10.0
"""Seconds for one document; on a quiet machine each takes less than one, as `make bench` shows."""
BATCHES = 4
NAMES = tuple(DOCUMENTS)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_hostile_documents_are_judged(batch: int) -> None:
    """In a process of their own, which may not take more than `hostile.MEMORY` bytes of address space."""
    names = NAMES[batch::BATCHES]
    command = [sys.executable, "-m", "tests.standards.hostile", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2_000:]
    verdicts = {verdict["name"]: verdict for verdict in map(json.loads, done.stdout.splitlines())}
    assert set(verdicts) == set(names)
    for name, verdict in verdicts.items():
        assert verdict["seconds"] < GENEROUS, verdict
        assert verdict["longest"] < 8_000, verdict
        assert verdict["findings"] < 200, verdict
        assert verdict["errors"] or name in HARMLESS | REMARKED, verdict
        assert (verdict["problem"] and verdict["fix"]) or name in HARMLESS, verdict


@pytest.mark.parametrize("name", ["entity bomb", "100 000 siblings of one name", "UTF-16", "41 MB message", "NUL"])
def test_the_command_answers_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / "melding.xml"
    path.write_bytes(DOCUMENTS[name]())
    command = [sys.executable, "-m", "epj.main", "validate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip()
