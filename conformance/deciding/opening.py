"""Reads what `epj diff` is given: the folder of a run, a pack, or a JSON report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from conformance.deciding import shapes
from conformance.deciding.shapes import Seen
from conformance.deciding.sides import Breach, Side, Tried, origin_of
from conformance.evidence.origin import says_simulated
from conformance.evidence.records import ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import ToolFault
from conformance.packing.layout import REPORT_JSON, folder_of
from conformance.packing.manifest import root_of
from conformance.packing.model import REAL, SIMULATED, UNKNOWN, BadPack
from conformance.packing.reading import OpenPack, open_pack
from conformance.packing.reasons import refusal
from conformance.reports import counting
from conformance.verdicts import Verdict
from standards.errors import Problem, StandardsError, in_words, not_json
from standards.exchange import Exchange

MAX_REPORT: Final = 200_000_000
"""Bytes of a JSON report."""


class BadSide(Problem):
    """What was given cannot be compared; says why (bokmål)."""


def open_side(path: Path) -> Side:
    """Read whichever it is; raises `BadSide`."""
    try:
        if path.is_dir():
            return _of_run(path)
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise _not_one(path, in_words(error)) from error
    return _of_pack(path) if start.startswith(b"PK") else _of_report(path)


def _of_run(folder: Path) -> Side:
    try:
        evidence = Evidence.open(folder / FILE_NAME)
    except ToolFault as fault:
        raise _not_one(folder, f"en mappe uten kjøring ({fault.reason})") from fault
    try:
        run, records = evidence.run(), evidence.scenarios()
        tried = {one.id: _of_record(one) for one in records}
    finally:
        evidence.close()
    info = run.info
    target = info.get("target") if isinstance(info.get("target"), Mapping) else {"name": str(info.get("target", ""))}
    return Side(
        path=folder,
        kind="kjøring",
        **_of_target(target or {}),
        origin=origin_of(tried.values(), is_declared=says_simulated(target or {})),
        ran_at=run.finished_at or run.started_at,
        plan=counting.plan_of(info)["name"],
        suite={key: str(info[key]) for key in ("tool", "code") if info.get(key)},
        verdict=run.verdict.value,
        scenarios=tried,
    )


def _of_record(record: ScenarioRecord) -> Tried:
    messages = [one for one in record.messages if not one.foreign]
    breaches = {Breach(one.finding.rule, one.finding.severity.value): one.finding.problem for one in record.findings}
    return Tried(
        id=record.id,
        name=record.name,
        level=record.level,
        severity_class=record.severity_class,
        verdict=record.verdict,
        reason=record.reason,
        seconds=record.seconds,
        breaches=breaches,
        seen=tuple(shapes.of_record(one) for one in messages),
        steps=tuple(f"{step.keyword} {step.text}" for step in record.steps),
        exchange=Exchange(tuple(one.as_item() for one in messages)),
    )


def _of_report(path: Path) -> Side:
    try:
        if path.stat().st_size > MAX_REPORT:
            raise _not_one(path, "en fil på over 200 MB")
        return of_report(path, _json(path, path.read_bytes()))
    except OSError as error:
        raise _not_one(path, in_words(error)) from error


def _json(path: Path, content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _not_one(path, not_json(error)) from error


def of_report(path: Path, data: Any, exchanges: Mapping[str, Exchange] | None = None) -> Side:
    """A JSON report, with the messages where they are at hand; raises `BadSide`."""
    try:
        return _report(path, data, exchanges or {})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_one(path, f"en JSON-fil som ikke er report.json ({error})") from error


def _report(path: Path, data: Mapping[str, Any], exchanges: Mapping[str, Exchange]) -> Side:
    tried = {row["id"]: _of_row(row, exchanges.get(row["id"])) for row in data["scenarios"]}
    ended = data["run"]["finished_at"] or data["run"]["started_at"]
    sent = any(one.is_from_epj for each in tried.values() for one in each.seen)
    return Side(
        path=path,
        kind="rapport",
        **_of_target(data["target"]),
        origin=SIMULATED if data["simulated"] else REAL if sent else UNKNOWN,
        ran_at=datetime.fromisoformat(ended) if ended else None,
        plan=str(data["plan"]["name"]),
        suite={"tool": str(data["run"]["tool"])},
        verdict=str(data["verdict"]),
        scenarios=tried,
    )


def _of_row(row: Mapping[str, Any], exchange: Exchange | None) -> Tried:
    if exchange is not None:
        seen = tuple(shapes.of_item(item, number) for number, item in enumerate(exchange))
    else:
        seen = tuple(Seen(one["sender"], one["kind"], one["code"]) for one in row["messages"])
    return Tried(
        id=row["id"],
        name=row["name"],
        level=row["level"],
        severity_class=row["class"],
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        seconds=float(row["seconds"]),
        breaches={Breach(one["rule"], one["severity"]): one["problem"] for one in row["findings"]},
        seen=seen,
        steps=tuple(f"{step['keyword']} {step['text']}" for step in row["steps"]),
        exchange=exchange,
    )


def _of_target(target: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(target.get(key, "")) for key in ("name", "product", "version")}


def _not_one(path: Path, found: str) -> BadSide:
    return BadSide(
        f"{path} kan ikke sammenlignes.",
        expected="mappen til en kjøring, en pakke fra epj pack, eller en report.json",
        found=found,
        fix="Sjekk stien. epj runs list viser kjøringene.",
    )


def _of_pack(path: Path) -> Side:
    """A pack by the report and the messages in it, as they were signed."""
    try:
        with open_pack(path) as package:
            files = dict(_signed(package))
    except BadPack as refused:
        raise BadSide(f"{path} kan ikke sammenlignes.", found=str(refused), fix="Be om pakken på nytt.") from refused
    if REPORT_JSON not in files:
        raise _not_one(path, "en pakke uten testrapport")
    exchanges = {scenario: _exchange(path, found) for scenario, found in _folders(files).items()}
    side = of_report(path, _json(path, files[REPORT_JSON]), exchanges)
    known = {"tool": package.pack.suite.version, "pack": package.pack.suite.sha256}
    origin = origin_of(side.scenarios.values(), is_declared=says_simulated(vars(package.pack.target)))
    return replace(side, kind="pakke", suite=known, origin=origin)


def _signed(package: OpenPack) -> Iterator[tuple[str, bytes]]:
    """The report and the messages; raises `BadPack` for a file that was changed after it was signed."""
    if root_of(package.manifest_bytes) != package.signature.root or not package.signature.is_right:
        raise refusal("root_changed")
    for entry in package.manifest.entries:
        if entry.path == REPORT_JSON or folder_of(entry.path):
            content = package.read(entry.path)
            if not entry.holds(content):
                raise refusal("changed", path=entry.path)
            yield entry.path, content


def _folders(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    folders: dict[str, dict[str, bytes]] = {}
    for path, content in files.items():
        if scenario := folder_of(path):
            folders.setdefault(scenario, {})[path.rpartition("/")[2]] = content
    return folders


def _exchange(path: Path, files: Mapping[str, bytes]) -> Exchange:
    try:
        return Exchange.from_files(files)
    except StandardsError as error:
        raise _not_one(path, f"en pakke med meldinger som ikke kan leses ({error})") from error
