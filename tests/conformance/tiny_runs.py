"""Runs of the harness against nobody, with feature files that a test writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.evidence.records import ScenarioRecord
from conformance.evidence.store import Evidence, ScenarioEvidence
from conformance.outcomes import ToolFault
from conformance.run import Bindings, RunResult, run
from conformance.targets.model import Target
from tests.conformance.samples import GOOD

STEPS = ("tests.conformance.tiny_steps",)
HEAD = "# language: no\n@prosess:EKONTAKT\nEgenskap: Små\n"


def scenario(identity: str, *steps: str, name: str = "", tags: str = "@skal @klasse-A") -> str:
    """A scenario as it would be written."""
    lines = [f"  @{identity} {tags}", f"  Scenario: {name or 'Nummer ' + identity}", *(f"    {step}" for step in steps)]
    return "\n" + "\n".join(lines) + "\n"


@dataclass
class FakeScene:
    """What the tiny steps use."""

    evidence: ScenarioEvidence
    fill_disk: Callable[[], None]
    on_settle: Callable[[], None]

    @property
    def citizen(self) -> FakeScene:
        """Itself."""
        return self

    def settle(self) -> None:
        """At rest at once, or what a test wants."""
        self.on_settle()


@dataclass
class FakeBench:
    """Gives out scenes, and says what happened."""

    evidence: Evidence
    on_settle: Callable[[], None] = lambda: None
    on_scene: Callable[[], None] = lambda: None
    on_open: Callable[[], None] = lambda: None
    on_close: Callable[[], None] = lambda: None
    late_of: tuple[tuple[str, str], ...] = ()

    def late(self) -> tuple[tuple[str, str], ...]:
        """What came after the end of a scenario, once told."""
        late, self.late_of = self.late_of, ()
        return late

    @contextmanager
    def scene(self, scenario_id: str, evidence: ScenarioEvidence) -> Iterator[FakeScene]:
        """One scene."""
        self.on_scene()
        yield FakeScene(evidence, self._fill_disk, self.on_settle)

    def _fill_disk(self) -> None:
        pages = self.evidence._rows("PRAGMA page_count")[0][0]
        self.evidence._rows(f"PRAGMA max_page_count = {pages}")
        size = 4000
        while True:
            try:
                self.evidence._write(
                    "INSERT INTO happening (scenario, kind, time, data) VALUES ('', '', '', ?)", "x" * size
                )
            except ToolFault:
                if size == 1:
                    raise
                size //= 2


@dataclass
class Ended:
    """A run that is over, with what it printed."""

    result: RunResult
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything printed."""
        return "\n".join(self.lines)

    def scenarios(self) -> dict[str, ScenarioRecord]:
        """The kept scenarios by id."""
        assert self.result.directory is not None
        evidence = Evidence.open(self.result.directory / "evidence.sqlite")
        records = {record.id: record for record in evidence.scenarios()}
        evidence.close()
        return records

    def verdicts(self) -> dict[str, str]:
        """The verdicts by id."""
        return {record.id: record.verdict.value for record in self.scenarios().values()}


def own_area(target: str, tmp_path: Path) -> str:
    """The target in an area of its own, so that tests side by side do not hold each other's lock."""
    return target.replace("/w/1", f"/w/{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]}")


def tiny_run(
    tmp_path: Path, text: str, *, target: str = GOOD, bench: dict[str, Any] | None = None, **more: Any
) -> Ended:
    """Write feature and target, run, and give back how it ended."""
    (tmp_path / "features").mkdir(exist_ok=True)
    (tmp_path / "features" / "a.feature").write_text(text, "utf-8")
    (tmp_path / "target.toml").write_text(own_area(target, tmp_path), "utf-8")

    lines: list[str] = []
    options = {
        "report_dir": tmp_path / "report",
        "echo": lines.append,
        "bindings": bindings_for(tmp_path, bench or {}),
        **more,
    }
    return Ended(run(tmp_path / "target.toml", **options), lines)


def bindings_for(tmp_path: Path, bench: dict[str, Any]) -> Bindings:
    """A bench of nobody, over the features that a test wrote."""

    @contextmanager
    def open_bench(target: Target, evidence: Evidence, **_: Any) -> Iterator[FakeBench]:
        fake = FakeBench(evidence, **bench)
        fake.on_open()
        yield fake
        fake.on_close()

    return Bindings(
        features=tmp_path / "features", step_modules=STEPS, open_bench=open_bench, check_reach=lambda *_: ()
    )
