"""The commands that do something of a run again, ready to be copied."""

from __future__ import annotations

import re
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Final

from conformance.reports.facts import Facts

_PLAIN: Final = re.compile(r"[\w./-]+")


def accept_again(facts: Facts, *scenario_ids: str) -> str:
    """Run scenarios again, against the same target; a journal that was started for the run is started anew."""
    return " ".join(["epj accept", *(f"--only {one}" for one in scenario_ids), _against(facts)])


def accept_failed(facts: Facts) -> str:
    """Run again what was not passed; to be given where the report lies, and reported in a folder beside it."""
    if _simulated(facts):
        return accept_again(facts, *(item.id for item in facts.failing))
    return "epj accept --failed . --report ../paa-nytt"


def replay(scenario_id: str) -> str:
    """Make a folder that replays one scenario without the suite; to be given where the report lies."""
    return f"epj repro {scenario_id} --run ."


def dispute(scenario_id: str, rule: str) -> str:
    """Make a bundle of a finding that is disagreed with; to be given where the report lies."""
    return f"epj dispute {scenario_id}/{rule} --run ."


def _against(facts: Facts) -> str:
    if simulated := _simulated(facts):
        return f"--simulate {simulated}"
    name = _target_file(facts).name or "testobjekt.toml"
    return f"--target {name if _PLAIN.fullmatch(name) else _quoted(name)}"


def _simulated(facts: Facts) -> str:
    """The product that `--simulate` started for the run; empty for a target that somebody else keeps running.

    That one may have faults turned on, which a fresh journal does not have: what failed would turn green.
    """
    return "" if facts.run.info.get("resumed_at") else str(facts.run.info.get("simulate") or "")


def _target_file(facts: Facts) -> PurePath:
    kept = str(facts.run.info.get("target_file") or "")
    return PureWindowsPath(kept) if "\\" in kept else PurePosixPath(kept)


def _quoted(name: str) -> str:
    """A file name in double quotes, which both sorts of shell read."""
    bare = name.replace('"', "")
    return f'"{bare}"'
