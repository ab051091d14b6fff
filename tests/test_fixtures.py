"""No number that could belong to a living person stands anywhere in the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from standards.identifiers import classify, is_real_range

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".git", ".venv", "dist", "runs", "targets", "__pycache__", ".mypy_cache", ".ruff_cache", "requirements"}
ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")


def texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts):
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def real_ids(text: str) -> list[str]:
    return [number for number in ELEVEN.findall(text) if is_real_range(number)]


def test_the_scan_catches_a_real_range_number() -> None:
    number = "".join(("010180", "00077"))  # put together here, so that the scan of this file does not see it
    control = next(
        candidate for last in range(100) if (candidate := f"{number[:9]}{last:02}") and is_real_range(candidate)
    )
    assert real_ids(f"fnr {control}.") == [control]


def test_no_real_range_id_in_the_repository() -> None:
    assert not {str(path.relative_to(ROOT)): len(found) for path, text in texts() if (found := real_ids(text))}


def test_every_id_in_the_fixtures_is_synthetic() -> None:
    found = [
        (path.name, number)
        for path, text in texts()
        if "fixtures" in path.relative_to(ROOT).parts
        for number in ELEVEN.findall(text)
        if (known := classify(number)) is None or known.synthetic is None or not known.check_digits_ok
    ]
    assert not found
