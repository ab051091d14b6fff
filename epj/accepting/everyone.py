"""Runs every simulated product by the plan of its target file, two at a time, packs each, and shows all together."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from conformance.packing.keys import BadKey
from epj.accepting import overview
from epj.accepting.overview import Row
from epj.accepting.packs import Packer
from epj.accepting.simulated import ACTORS, WRONG_USE
from epj.options import WrongUse
from epj.simulating.asked import DEFAULT_PRODUCT
from standards.errors import in_words

AT_ONCE: Final = 2
"""As many as there are cores where it is usually run; a journal and its harness wait for each other."""
PASSED: Final = 0
FAILED: Final = 1
TOOL_FAULT: Final = 3


def accept_all(
    *, plan: str, only: Sequence[str], report: Path | None, timeout: float | None, over: str = "", cms: bool = False
) -> int:
    """Run them all and show one overview; 0 only when every run is bestått."""
    if problem := _why_not(plan):
        click.echo(problem, err=True)
        return WRONG_USE
    products = _products(with_actors=not plan and not only)
    try:
        folder = _folder(report)
    except OSError as error:
        click.echo(f"Rapportmappen kunne ikke lages: {in_words(error)}. Velg en annen med --report.", err=True)
        return WRONG_USE
    more = [*(["--plan", plan] if plan else []), *(word for one in only for word in ("--only", one))]
    more += ["--timeout", f"{timeout:g}"] if timeout is not None else []
    more += [*(["--over", over] if over else []), *(["--cms"] if cms else [])]
    click.echo(f"Kjører mot {len(products)} simulerte testobjekter, {AT_ONCE} om gangen. Rapporter: {folder}")
    try:
        packer = Packer.begin(folder)
    except BadKey as error:
        click.echo(str(error), err=True)
        return WRONG_USE
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(_accept, product, folder, more, packer) for product in products]
        rows = [_told(one) for one in running]
    rows = _verified(rows, packer)
    page = overview.write(rows, folder)
    click.echo("")
    click.echo("\n".join(overview.table(rows)))
    click.echo("\n".join(overview.packs(rows, packer.key)))
    click.echo(f"\nOversikt: {page}")
    return _exit_code(rows)


def _verified(rows: Sequence[Row], packer: Packer) -> list[Row]:
    """Each product's row with its pack; what is run once more by another plan has none of its own."""
    from conformance.packing.suite import Suite  # noqa: PLC0415  slow to load for `--help`

    suite = Suite()
    return [
        replace(row, pack=packer.verified(row.product, row.unpacked, suite)) if _is_packed(row) else row for row in rows
    ]


def _is_packed(row: Row) -> bool:
    return row.has_report and not row.product.endswith(ACTORS)


def _products(*, with_actors: bool) -> list[str]:
    """Every product, and the usual one once more where the test plays a doctor's office; that has a plan of its own."""
    from simulator.vendors import profiles  # noqa: PLC0415  slow to load for `--help`

    names = [profile.product for profile in profiles()]
    return [*names, f"{DEFAULT_PRODUCT}{ACTORS}"] if with_actors else names


def _why_not(plan: str) -> str:
    """Why no run could begin (bokmål); better told once than by each."""
    from conformance.plans.book import PlanBook, UnknownPlan  # noqa: PLC0415  slow to load for `--help`

    try:
        if plan:
            PlanBook.load().find(plan)
    except UnknownPlan as unknown:
        return str(unknown)
    return ""


def _folder(report: Path | None) -> Path:
    from conformance.clock import SystemClock  # noqa: PLC0415

    stamp = SystemClock().now().astimezone(ZoneInfo("Europe/Oslo")).strftime("%Y-%m-%d-%H%M%S")
    folder = report or Path("runs") / f"{stamp}-alle"
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise WrongUse(f"Rapportmappen {folder} er ikke tom. Velg en ny eller tom mappe med --report.")
    return folder


def _accept(product: str, everything: Path, more: Sequence[str], packer: Packer) -> Row:
    folder = everything / product
    words = [sys.executable, "-m", "epj.main", "accept", "--simulate", product, "--report", str(folder), *more]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    folder.mkdir(exist_ok=True)
    (folder / "kjoering.txt").write_text(done.stdout + done.stderr, "utf-8")
    try:
        found = json.loads((folder / "report.json").read_text("utf-8"))
    except (OSError, ValueError):
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        return Row.refused(product, done.returncode, said[-1] if said else "Kjøringen sa ingenting.")
    row = Row.of(product, found)
    return replace(row, unpacked=packer.pack(product)) if _is_packed(row) else row


def _told(one: Future[Row]) -> Row:
    row = one.result()
    click.echo(f"{row.product:<32}{row.verdict}")
    return row


def _exit_code(rows: Sequence[Row]) -> int:
    """The worst: a fault of ours before a failure, and a run that never began is not a pass."""
    codes = {row.exit_code for row in rows}
    if any(row.pack is not None and not row.pack.is_sound for row in rows):
        return TOOL_FAULT
    if codes <= {PASSED}:
        return PASSED
    return TOOL_FAULT if TOOL_FAULT in codes else FAILED
