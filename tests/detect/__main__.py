"""`make detect`: every fault against the whole suite; prints what caught it, and writes the page of the docs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

from conformance.plans.book import PlanBook
from simulator.faults.catalogue import catalogue, find
from simulator.vendors import profiles
from tests.detect.matrix import try_all
from tests.detect.telling import page, summary

PAGE = Path(__file__).parents[2] / "docs" / "detection.md"
ENOUGH = 0.95


def main() -> int:
    """Exit 1 when less than 95 % is caught or something honest is failed."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("faults", nargs="*", help="only these; then nothing is written")
    asked.add_argument("--jobs", type=int, default=6, help="so many at a time; most of a run is waiting")
    asked.add_argument("--plan", default="full-test", help="what each fault is tried with beside its own scenarios")
    asked.add_argument("--no-honest", action="store_true", help="leave out the honest journals")
    given = asked.parse_args()
    faults = [find(name) for name in given.faults] or list(catalogue().values())
    products = [] if given.no_honest else [profile.product for profile in profiles()]
    plan = PlanBook.load().find(given.plan)
    matrix = try_all(products, faults, plan=plan, jobs=given.jobs, told=lambda text: print(text, flush=True))
    print("\n".join(summary(matrix)))
    if not given.faults and not given.no_honest:
        PAGE.write_text(page(matrix, datetime.now(UTC).date()), "utf-8")
    return 1 if matrix.false_alarms or (not given.faults and matrix.share < ENOUGH) else 0


if __name__ == "__main__":
    sys.exit(main())
