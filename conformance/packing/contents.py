"""Everything that goes into a pack, as paths with contents: what may be passed on, and what only the full pack has."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance import reports
from conformance.evidence.reading import ATTEMPT
from conformance.evidence.records import ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.packing import layout, tables
from conformance.packing.manifest import PAGE
from conformance.packing.model import Pack
from conformance.packing.page import README, page
from conformance.packing.suite import Suite
from conformance.packing.verifier import verifier_page
from conformance.reports.facts import Facts

_BY_HAND: Final = "person"


@dataclass(frozen=True)
class Source:
    """What a pack is made from: the folder of a run, its evidence, and what the evidence says."""

    folder: Path
    evidence: Evidence
    facts: Facts


def shared(source: Source, pack: Pack, suite: Suite) -> Iterator[tuple[str, bytes]]:
    """What both packages have, but for the evidence and the attachments."""
    facts = source.facts
    yield PAGE, page(facts, pack)
    yield from _reports(facts)
    yield f"{layout.TABLES}/krav.csv", tables.as_csv(tables.REQUIREMENT_HEADS, tables.requirements(facts))
    yield f"{layout.TABLES}/prosesser.csv", tables.as_csv(tables.INTERFACE_HEADS, tables.interfaces(facts))
    yield layout.VERIFIER, verifier_page(suite)
    yield layout.README, README.encode()


def exchanges(source: Source) -> Iterator[tuple[str, bytes]]:
    """Every message of every scenario, as folders that `epj validate` reads; an earlier attempt has its own."""
    for name in source.evidence.exchanges():
        scenario, _, attempt = name.partition(ATTEMPT)
        folder = f"{scenario}-forsoek-{attempt}" if attempt else scenario
        for file, content in source.evidence.writer(name).exchange().to_files().items():
            yield f"{layout.EVIDENCE}/{folder}/{file}", content


def database(source: Source) -> bytes:
    """The whole evidence as one file, from which every report can be made again; raises `sqlite3.Error`.

    Nothing lies in it but what its tables tell.
    """
    address = f"{source.evidence.path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as kept, closing(sqlite3.connect(":memory:")) as copy:
        kept.backup(copy)
        copy.execute("VACUUM")
        return bytes(copy.serialize())


def attachments(source: Source) -> Mapping[str, bytes]:
    """What people attached, by the name that the evidence has for it; raises `OSError`."""
    return {name: (source.folder / name).read_bytes() for name in attached(source.facts.scenarios)}


def attached(scenarios: tuple[ScenarioRecord, ...]) -> dict[str, str]:
    """What people attached and was kept: its name in the folder of the run → its hash."""
    by_hand = (intent for one in scenarios for intent in one.intents if intent.by == _BY_HAND)
    return {intent.file: intent.file_sha256 for intent in by_hand if intent.file and intent.file_sha256}


def _reports(facts: Facts) -> Iterator[tuple[str, bytes]]:
    """Every format of report, made anew from the evidence."""
    with tempfile.TemporaryDirectory() as folder:
        for _, write in sorted(reports.writers().items()):
            write(facts, Path(folder))
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                yield f"{layout.REPORTS}/{path.relative_to(folder).as_posix()}", path.read_bytes()


__all__ = ["FILE_NAME", "Source", "attached", "attachments", "database", "exchanges", "shared"]
