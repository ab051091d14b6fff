"""Every fault against the whole suite, and the honest journals too."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.plans.book import Plan
from conformance.run import FEATURES
from conformance.runner.lint import read_features
from simulator.faults.fault import Fate, Fault
from tests.detect.lab import Lab, Seen, scenarios_of

WAIT: Final = 2.0
"""Seconds for a message, where most of what is waited for never comes."""
HONEST_WAIT: Final = 10.0
LIMIT: Final = 1200.0

Told = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """What became of one fault."""

    fault: Fault
    seen: Seen

    @property
    def is_caught(self) -> bool:
        """Whether some scenario failed with it on, or remarked on it where it is no more than a remark."""
        return bool(self.seen.caught or (self.fault.fate is Fate.REMARKED and self.seen.remarked))

    @property
    def should_be_caught(self) -> bool:
        """Whether the standard, or the municipality, says no to it."""
        return self.fault.fate is not Fate.BORNE

    @property
    def wrongly_failed(self) -> tuple[str, ...]:
        """The scenarios that failed though the fault is one to bear."""
        return self.seen.caught if self.fault.fate is Fate.BORNE else ()


@dataclass(frozen=True)
class Matrix:
    """All of it; `honest` is product → what the suite said of it without a fault."""

    rows: Sequence[Row]
    honest: Mapping[str, Seen]
    plan: str
    """What each fault was tried with, beside the scenarios that it names; the honest ones are tried with everything."""

    @property
    def wanted(self) -> list[Row]:
        """The faults that should be caught."""
        return [row for row in self.rows if row.should_be_caught]

    @property
    def missed(self) -> list[Row]:
        """Those of them that no scenario caught."""
        return [row for row in self.wanted if not row.is_caught]

    @property
    def share(self) -> float:
        """The part of the faults that was caught, 0 to 1."""
        return 1 - len(self.missed) / len(self.wanted) if self.wanted else 1.0

    @property
    def false_alarms(self) -> list[tuple[str, str]]:
        """(Product or fault, what was said) where something honest, or to be borne, did not end well."""
        honest = [(name, _odd(seen)) for name, seen in self.honest.items()]
        borne = [(row.fault.id, ", ".join(row.wrongly_failed)) for row in self.rows]
        return [(name, said) for name, said in (*honest, *borne) if said]


def try_all(products: Sequence[str], faults: Sequence[Fault], *, plan: Plan, jobs: int, told: Told) -> Matrix:
    """Run the whole suite once for each product, two at a time, and a plan of it for each fault, so many at a time."""
    chosen = () if plan.is_whole else tuple(one.id for one in plan.of(read_features(FEATURES).scenarios))
    lab = Lab()
    with tempfile.TemporaryDirectory(prefix="detect-") as folder:
        root = Path(folder)

        def honest(product: str) -> Seen:
            seen = lab.run(product, None, (), root / f"honest-{product}", wait=HONEST_WAIT, limit=LIMIT)
            told(f"{product}: {_odd(seen) or 'ingen falsk alarm'}")
            return seen

        def faulty(fault: Fault) -> Row:
            only = (*chosen, *scenarios_of(fault)) if chosen else ()
            row = Row(fault, lab.run(fault.product, fault, only, root / fault.id, wait=WAIT, limit=LIMIT))
            told(_line(row))
            return row

        with ThreadPoolExecutor(2) as pool:
            found = dict(zip(products, pool.map(honest, products), strict=True))
        with ThreadPoolExecutor(jobs) as pool:
            return Matrix(list(pool.map(faulty, faults)), found, plan.name)


def _odd(seen: Seen) -> str:
    """What of an honest run was not as it should be; empty when all was."""
    return seen.problem or ", ".join((*seen.caught, *seen.stopped, *seen.remarked))


def _line(row: Row) -> str:
    seen = row.seen
    said = seen.problem or f"{len(seen.caught)} ikke bestått, {len(seen.remarked)} merknad, {len(seen.stopped)} annet"
    return f"{row.fault.id} ({row.fault.fate}): {said}: {' '.join((*seen.caught, *seen.remarked)[:6])}"
