"""What the tests of the build share: the script beside its stub, and modules of `docs/ci` that no package has."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / "docs/ci"
HERE = Path(__file__).resolve().parent
VERDICTS = (
    "bestått",
    "bestått med merknad",
    "ikke verifisert",
    "blokkert",
    "ikke bestått",
    "feil i testverktøyet",
    "ikke aktuelt",
)


def module(path: str) -> ModuleType:
    """A module of `docs/ci`, by its path there."""
    spec = importlib.util.spec_from_file_location(f"ci_{Path(path).stem}", CI / path)
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


def template(name: str) -> dict[str, Any]:
    """A template as data; `on` is a word here, as it is for GitHub."""
    read = yaml.safe_load((CI / name).read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in read.items()}


def scenario(identity: str, verdict: str, reason: str = "", level: str = "skal") -> dict[str, Any]:
    """A scenario as `report.json` has it, as far as the build reads it."""
    return {"id": identity, "name": f"Navnet på {identity}", "level": level, "class": "A"} | {
        "verdict": verdict,
        "reason": reason,
    }


def report(*scenarios: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A `report.json`, as far as the build reads it."""
    counts = {verdict: sum(one["verdict"] == verdict for one in scenarios) for verdict in VERDICTS}
    none = dict.fromkeys(VERDICTS, 0)
    return {
        "simulated": False,
        "verdict": scenarios[0]["verdict"] if scenarios else "ikke verifisert",
        "notice": "Dette er ikke en godkjenning.",
        "run": {"tool": "epj-testbenk 0.1.0", "partly": "", "reason": ""},
        "plan": {"name": "Røyktest"},
        "target": {"name": "HsPro, test", "product": "visma_hspro", "version": "1.2"},
        "counts": counts,
        "counts_by_level": {"skal": counts, "bør": none, "kan": none},
        "scenarios": list(scenarios),
        **more,
    }


@dataclass
class Ended:
    """How the script ended, what it said, and what it asked of `epj`."""

    code: int
    said: str
    asked: list[str]
    folder: Path

    def asked_for(self, command: str) -> str:
        """The words of one command, with bars between; empty when it was never asked for."""
        return next((line for line in self.asked if line.split("|")[0] == command), "")


def build(folder: Path, command: str = "", **variables: str) -> Ended:
    """Run the script (or another command) in a folder, with a stub for `epj`."""
    folder.mkdir(parents=True, exist_ok=True)
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    stub = tools / "epj"
    if not stub.exists():
        stub.symlink_to(HERE / "stub_epj.sh")
    sample = folder / "sample.json"
    sample.write_text(json.dumps(report(scenario("MSG-N01", "bestått")), ensure_ascii=False), "utf-8")
    known = {key: value for key, value in os.environ.items() if not key.startswith(("EPJ_", "GITHUB_", "STUB_"))}
    told = {"STUB_LOG": str(folder / "asked.txt"), "STUB_REPORT": str(sample), **variables}
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command or f"bash '{CI / 'akseptanse.sh'}'"],
        cwd=folder,
        env={**known, "PATH": path, **told},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    log = folder / "asked.txt"
    return Ended(done.returncode, done.stdout, log.read_text("utf-8").splitlines() if log.exists() else [], folder)
