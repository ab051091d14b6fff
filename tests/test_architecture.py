"""The house rules that a linter does not know: no sleeps, no wall clock in logic, no drawers, no vendor branches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("standards", "wire", "simulator", "conformance", "epj")
CLOCKS = {Path("simulator/clock.py"), Path("conformance/clock.py")}
DRAWERS = {"utils", "util", "common", "helpers", "misc"}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def offences(tree: ast.AST, names: set[str]) -> list[tuple[int, str]]:
    return [(line, name) for line, name in calls(tree) if name in names]


SLEEPS = {"time.sleep", "sleep"}
CLOCK_READS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def test_nobody_sleeps() -> None:
    found = {str(path): hits for path in sources() if (hits := offences(ast.parse(path.read_text()), SLEEPS))}
    assert not found


def test_the_wall_clock_is_read_in_the_clock_only() -> None:
    found = {
        str(path.relative_to(ROOT)): hits
        for path in sources()
        if path.relative_to(ROOT) not in CLOCKS and (hits := offences(ast.parse(path.read_text()), CLOCK_READS))
    }
    assert not found


@pytest.mark.parametrize(("code", "names"), [("time.sleep(1)", SLEEPS), ("x = datetime.now(UTC)", CLOCK_READS)])
def test_the_scan_catches_what_it_looks_for(code: str, names: set[str]) -> None:
    assert offences(ast.parse(code), names)


def test_no_drawers_and_no_version_suffixes() -> None:
    names = {path.stem for path in sources()} | {path.parent.name for path in sources()}
    assert not names & DRAWERS
    assert not [name for name in names if name.endswith(("_v1", "_v2", "_new", "_old"))]


def test_no_branch_on_vendor_or_product() -> None:
    products = {
        "visma_hspro",
        "visma_profil",
        "infodoc_plenario",
        "cgm_journal",
        "tietoevry_gerica",
        "dips_front_cosdoc",
    }

    def branches(tree: ast.AST) -> list[int]:
        return [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Compare)
            and any(isinstance(part, ast.Constant) and part.value in products for part in ast.walk(node))
        ]

    assert branches(ast.parse("if product == 'visma_hspro': pass"))
    assert not {str(path): hits for path in sources() if (hits := branches(ast.parse(path.read_text())))}


def test_features_hold_features_only() -> None:
    others = [
        p for p in (ROOT / "features").rglob("*") if p.is_file() and p.suffix != ".feature" and p.name != "ids.txt"
    ]
    assert not others
