"""The commands that do something of a run again, ready to be copied."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from conformance.reports.facts import Facts

_PLAIN: Final = re.compile(r"[\w./-]+")


def accept_again(facts: Facts, scenario_id: str) -> str:
    """Run one scenario again, against the same target; a simulated journal is started for it."""
    return f"epj accept --only {scenario_id} {_against(facts)}"


def accept_failed(facts: Facts) -> str:
    """Run again what was not passed; to be given where the report lies."""
    return "epj accept --failed ."


def replay(scenario_id: str) -> str:
    """Make a folder that replays one scenario without the suite; to be given where the report lies."""
    return f"epj repro {scenario_id} --run ."


def dispute(scenario_id: str) -> str:
    """Make a bundle of a finding that is disagreed with; to be given where the report lies."""
    return f"epj dispute {scenario_id} --run ."


def _against(facts: Facts) -> str:
    kept = str(facts.run.info.get("target_file") or "")
    path = PureWindowsPath(kept) if "\\" in kept else PurePosixPath(kept)
    product = str(facts.target.get("product", ""))
    if facts.target.get("environment") == "simulert" and product and path.stem.startswith(product):
        return f"--simulate {path.stem}"
    name = path.name or "testobjekt.toml"
    return f"--target {name if _PLAIN.fullmatch(name) else _quoted(name)}"


def _quoted(name: str) -> str:
    """A file name in double quotes, which both sorts of shell read."""
    bare = name.replace('"', "")
    return f'"{bare}"'
