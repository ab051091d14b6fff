"""What came now as an exchange folder, and what `epj validate` says of it where the test bench is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .documents import REST
from .judging import Rules
from .replay import Outcome

_SECONDS = 60


def write(folder: Path, outcome: Outcome, acting: Mapping[int, bool]) -> dict[str, int]:
    """Write what was sent and received, in the order of the recording; file name → number of the message.

    `acting` is number → whether another than the patient wrote it, which the sender alone knows.
    """
    folder.mkdir(exist_ok=True)
    for old in [*folder.glob("[0-9]*.xml"), *folder.glob("[0-9]*.json")]:
        old.unlink()
    known = [(number, "helsenorge-epj", one) for number, one in outcome.sent]
    known += [(pair.number, "epj-helsenorge", pair.now) for pair in outcome.pairs if pair.now]
    last = max((number for number, _, _ in known), default=0)
    extra = [(last + place, "epj-helsenorge", one) for place, one in enumerate(outcome.extra, start=1)]
    names = {}
    for number, sides, one in sorted([*known, *extra], key=lambda entry: entry[0]):
        ending = ".json" if one.raw.strip()[:1] == b"{" else ".xml"
        name = f"{number:02}-{sides}{ending}"
        (folder / name).write_bytes(one.raw)
        envelope: dict[str, Any] = dict(one.envelope)
        envelope.pop("body_b64", None)
        if one.queue == REST:
            envelope = {"http": {"method": "PUT", "url": one.envelope["properties"]["to"]}}
        if number in acting:
            envelope["acting_for_other"] = acting[number]
        (folder / f"{number:02}.json").write_text(json.dumps(envelope, ensure_ascii=False, indent=1), "utf-8")
        names[name] = number
    return names


def rules_broken(folder: Path, names: dict[str, int]) -> Rules:
    """Rule and number of the message for every finding; None where `epj` is not installed."""
    program = shutil.which("epj")
    if program is None:
        return None
    words = [program, "validate", str(folder), "--format", "json"]
    try:
        done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
        report = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    found = set()
    for entry in (*report["files"], *(one for group in report["exchanges"] for one in group["findings"])):
        for finding in entry.get("findings", [entry]):
            name = Path(str(entry.get("file") or finding.get("file") or "")).name
            found.add((str(finding.get("rule")), names.get(name, 0)))
    return frozenset(found)
