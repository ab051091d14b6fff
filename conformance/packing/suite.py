"""Which suite judged: its version, a hash over all that may move a verdict, and the scenarios that a plan has."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.packing.locked import Tagged, tagged
from conformance.plans.book import PLANS, PlanBook, UnknownPlan
from conformance.runner.house import HOUSE, sources

if TYPE_CHECKING:
    from conformance.runner.catalogue import PlannedScenario

FEATURES: Final = HOUSE / "features"


@dataclass(frozen=True)
class Suite:
    """The suite that is installed here; tests bring features, plans and step modules of their own."""

    features: Path = FEATURES
    plans: Path = PLANS
    modules: tuple[str, ...] = field(default=())
    """Step modules outside the house."""

    @cached_property
    def version(self) -> str:
        """The version of the test bench, as every run tells it."""
        try:
            return f"epj-testbenk {importlib.metadata.version('epj-testbenk')}"
        except importlib.metadata.PackageNotFoundError:
            return "epj-testbenk (ukjent versjon)"

    @cached_property
    def sha256(self) -> str:
        """The same for the same scenarios, plans, rules and steps; line endings do not count."""
        digest = hashlib.sha256()
        own = {name: Path(str(sys.modules[name].__file__)) for name in self.modules if name in sys.modules}
        for name, path in sorted({**dict(sources()), **dict(_written(self.features)), **own}.items()):
            digest.update(f"{name}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
        digest.update(self.plans.read_bytes().replace(b"\r\n", b"\n"))
        return digest.hexdigest()

    @cached_property
    def scenarios(self) -> tuple[PlannedScenario, ...]:
        """Every scenario, as it is written."""
        from conformance.runner.lint import read_features  # noqa: PLC0415  slow, and only packing needs it

        return read_features(self.features).scenarios

    @cached_property
    def locked(self) -> tuple[Tagged, ...]:
        """Every scenario with its tags."""
        return tagged(self.features)

    @cached_property
    def book(self) -> PlanBook:
        """The plans."""
        return PlanBook.load(self.plans)

    def ids(self, plan: str) -> tuple[str, ...] | None:
        """The ids of a plan, in alphabetical order; None when there is no such plan. `plan` is its id."""
        try:
            found = self.book.find(plan)
        except UnknownPlan:
            return None
        return tuple(one.id for one in found.of(self.locked))

    @cached_property
    def weights(self) -> dict[str, str]:
        """Id → its level and class, as they are written: «skal, klasse A»."""
        return {one.id: weight(one.level, one.severity_class) for one in self.locked}

    def judged(self, info: Mapping[str, Any]) -> bool:
        """Whether this very suite judged a run; `info` is what the run tells of itself."""
        from conformance.runner.sameness import of_code, of_scenarios  # noqa: PLC0415

        by_id = {one.id: one for one in self.scenarios}
        chosen = [by_id.get(str(one)) for one in info.get("chosen", ())]
        known = [one for one in chosen if one is not None]
        if len(known) != len(chosen) or not chosen:
            return False
        return info.get("suite") == of_scenarios(known) and info.get("code") == of_code(self.modules)


def weight(level: str, severity_class: str) -> str:
    """How much a scenario weighs, in words."""
    return f"{level}, klasse {severity_class}"


def _written(features: Path) -> Iterator[tuple[str, Path]]:
    for path in features.rglob("*"):
        if path.suffix == ".feature" or path.name == "ids.txt":
            yield f"features/{path.relative_to(features).as_posix()}", path
