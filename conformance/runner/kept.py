"""The runs that are kept on disk: what each was, how long it is to be kept, and how it is removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from conformance.evidence.records import RunRecord, ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import ToolFault
from conformance.verdicts import LADDER, Verdict


@dataclass(frozen=True)
class KeptRun:
    """One folder with a run in it."""

    directory: Path
    run: RunRecord
    scenarios: tuple[ScenarioRecord, ...]
    size: int
    """Bytes of everything in the folder."""

    @classmethod
    def read(cls, directory: Path) -> KeptRun:
        """Read it; raises `ToolFault` when the folder has no run."""
        evidence = Evidence.open(directory / FILE_NAME)
        try:
            size = sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())
            return cls(directory, evidence.run(), evidence.scenarios(), size)
        finally:
            evidence.close()

    @property
    def target(self) -> str:
        """What was tested."""
        found: Any = self.run.info.get("target", {})
        return str(found.get("name", "")) if isinstance(found, dict) else str(found)

    @property
    def expires(self) -> datetime | None:
        """When it is to be deleted by the rule of its target; None when there is no rule."""
        found: Any = self.run.info.get("target", {})
        days = found.get("retention_days") if isinstance(found, dict) else None
        return self.run.started_at + timedelta(days=days) if days and self.run.started_at else None

    def has_expired(self, now: datetime) -> bool:
        """Whether it should be gone."""
        return self.expires is not None and self.expires <= now

    def counts(self) -> dict[str, int]:
        """How many scenarios ended as what, without those that did not."""
        verdicts = [one.verdict for one in self.scenarios]
        order = (*LADDER, Verdict.NOT_APPLICABLE)
        return {verdict.value: verdicts.count(verdict) for verdict in order if verdict in verdicts}

    def delete(self) -> None:
        """Remove the folder with everything in it; raises `OSError`."""
        shutil.rmtree(self.directory)


def kept(folder: Path) -> Iterator[KeptRun]:
    """Every run directly under a folder, the oldest first; what cannot be read is passed by."""
    found = sorted(path.parent for path in folder.glob(f"*/{FILE_NAME}")) if folder.is_dir() else []
    for directory in found:
        try:
            yield KeptRun.read(directory)
        except ToolFault:
            continue
