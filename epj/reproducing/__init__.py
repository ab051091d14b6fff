"""What `epj repro` and `epj dispute` share: finding the run and the scenario that somebody names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from epj.options import WrongUse

if TYPE_CHECKING:
    from conformance.evidence.store import Evidence

RUNS = Path("runs")
NOT_APPLICABLE = "ikke aktuelt"
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip knows."""


@contextmanager
def opened(run: Path | None, scenario: str) -> Iterator[tuple[Evidence, str]]:
    """The evidence of a run, and the scenario's id as it is written there; raises `WrongUse`."""
    with opened_run(run) as evidence:
        yield evidence, _named(evidence, scenario)


@contextmanager
def opened_run(run: Path | None) -> Iterator[Evidence]:
    """The evidence of a run, the newest where none is named; raises `WrongUse`."""
    from conformance.evidence.store import FILE_NAME, Evidence  # noqa: PLC0415  slow to load for `--help`
    from conformance.outcomes import ToolFault  # noqa: PLC0415

    folder = run or _newest()
    try:
        evidence = Evidence.open(folder if folder.is_file() else folder / FILE_NAME)
    except ToolFault as fault:
        raise WrongUse(f"{folder} er ingen kjøring. {fault} epj runs list viser dem som finnes.") from fault
    try:
        yield evidence
    except ToolFault as fault:
        raise WrongUse(str(fault)) from fault
    finally:
        evidence.close()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in the same bytes each time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), files[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _newest() -> Path:
    found = sorted(RUNS.glob("*/evidence.sqlite"), key=lambda file: file.stat().st_mtime)
    if not found:
        raise WrongUse(f"Ingen kjøringer i {RUNS}. Oppgi mappen til kjøringen med --run.")
    return found[-1].parent


def _named(evidence: Evidence, scenario: str) -> str:
    known = [one for one in evidence.scenarios() if one.started_at and one.verdict.value != NOT_APPLICABLE]
    ids = [record.id for record in known]
    if scenario.upper() in ids:
        return scenario.upper()
    red = [record.id for record in known if not record.verdict.is_green]
    near = get_close_matches(scenario.upper(), ids, n=3) or red[:5] or ids[:5]
    told = f"Disse ligger der: {', '.join(near)}." if near else "Kjøringen har ingen scenarioer som har gått."
    raise WrongUse(f"Scenarioet {scenario} har ikke gått i kjøringen {evidence.path.parent}. {told}")
