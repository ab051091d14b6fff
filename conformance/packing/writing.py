"""Makes the two packages of a run, full and masked, under one root and one signature; or says why not."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from conformance.clock import Clock
from conformance.evidence.records import ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.packing import layout, rows, ziplayout
from conformance.packing.canonical import canonical
from conformance.packing.contents import Source, attached, attachments, database, exchanges, shared
from conformance.packing.gathering import Asked, gather
from conformance.packing.keys import SigningKey
from conformance.packing.manifest import HEAD, MANIFEST_JSON, PACK_JSON, SIGNATURE_JSON, Entry, Manifest, root_of
from conformance.packing.model import Pack
from conformance.packing.scanning import Found, Scanner
from conformance.packing.signature import sign
from conformance.packing.since import deviations_since
from conformance.packing.suite import Suite
from conformance.packing.witness import origin_of
from conformance.reports.facts import Facts
from conformance.runner.scenario import NOT_RUN
from conformance.targets.file import TargetError
from conformance.targets.loading import load
from conformance.verdicts import LADDER, Verdict, of_scenario, worst
from standards.errors import Problem, in_words

_OSLO: Final = ZoneInfo("Europe/Oslo")
_SHOWN: Final = 10


class NotPacked(Problem):
    """Nothing is written; says why (bokmål)."""


class MustNotLeave(NotPacked):
    """Something lies in the evidence that must not leave; `found` tells where."""

    def __init__(self, places: Sequence[Found], fix: str) -> None:
        more = [f"og {len(places) - _SHOWN} steder til"] if len(places) > _SHOWN else []
        self.shown = (*map(str, places[:_SHOWN]), *more)
        super().__init__("Pakken er ikke laget: noe i den skal ikke ut.", found="; ".join(self.shown), fix=fix)
        self.places = tuple(places)


@dataclass(frozen=True)
class Job:
    """What to pack, for whom, and where the packages go; `masked_only` leaves the full one out."""

    run: Path
    out: Path
    key: SigningKey = field(repr=False)
    asked: Asked = field(default_factory=Asked)
    masked_only: bool = False


@dataclass(frozen=True)
class Made:
    """What was written; `full` is None where only the masked package was asked for."""

    pack: Pack
    masked: Path
    full: Path | None
    root: str
    starred: int
    """How many files had something starred out."""
    told: tuple[str, ...] = ()
    """What whoever packs should know of what is not in it (bokmål)."""


def make(job: Job, *, clock: Clock, suite: Suite | None = None) -> Made:
    """Make the packages; raises `NotPacked` or `ToolFault`, and leaves nothing half behind."""
    run = job.run.parent if job.run.name == FILE_NAME else job.run
    if not (run / FILE_NAME).is_file():
        fix = "Oppgi mappen som epj accept skrev rapporten i; epj runs list viser dem."
        raise NotPacked(f"{job.run} er ingen kjøring.", found=f"ingen {FILE_NAME} der", fix=fix)
    evidence = Evidence.open(run / FILE_NAME)
    try:
        source = Source(run, evidence, Facts.of(evidence))
        return _made(job, source, suite or Suite(), clock.now())
    except (OSError, sqlite3.Error) as error:
        why = in_words(error) if isinstance(error, OSError) else str(error)
        fix = "Se at disken har plass, og at du kan lese kjøringen og skrive i mappen."
        raise NotPacked("Pakken kunne ikke lages.", found=why, fix=fix) from error
    finally:
        evidence.close()


def _made(job: Job, source: Source, suite: Suite, now: datetime) -> Made:
    _require_whole(source)
    scanner = Scanner(_secrets(source.facts))
    released = _released(job.asked.released, attached(source.facts.scenarios))
    raw = dict(exchanges(source))
    origin = origin_of(raw, source.facts.target)
    pack = gather(source.facts, replace(job.asked, released=released), suite, now, origin=origin)
    if pack.municipality == "ukjent":
        fix = "Oppgi kommunen med --municipality."
        raise NotPacked("Kjøringen sier ikke hvilken kommune den gjelder.", fix=fix)
    masked = {path: scanner.cleaned(content) for path, content in raw.items()}
    starred = sum(masked[path] != raw[path] for path in raw)
    masked |= {path: scanner.cleaned(content) for path, content in shared(source, pack, suite)}
    masked[PACK_JSON] = canonical(pack.to_json())
    full = _full(job, source, pack, released, masked)
    _look_over(job, scanner, raw, masked, full)
    entries = [Entry.of(path, content, masked=path in masked) for path, content in {**masked, **full}.items()]
    manifest = Manifest.of(pack.suite.sha256, entries).to_bytes()
    signature = sign(job.key.private, job.key.name, root=root_of(manifest), simulated=pack.simulated, now=now)
    head = {MANIFEST_JSON: manifest, SIGNATURE_JSON: signature.to_bytes()}
    paths = _write(job, pack, now, {**masked, **head}, {**masked, **full, **head})
    since = deviations_since(source.facts.run.info)
    return Made(pack, paths[0], paths[1], root_of(manifest), starred, (since,) if since else ())


def _require_whole(source: Source) -> None:
    """Raise `NotPacked` when a scenario is called better than what is kept of it; somebody has changed the file."""
    for one in source.facts.scenarios:
        if one.finished and not _is_borne_out(one):
            problem = f"Bevisene henger ikke sammen: {one.id} er kalt {one.verdict},"
            fix = "Kjør det på nytt. Filen er skadet, eller noen har endret den."
            raise NotPacked(f"{problem} men det som er tatt vare på, sier noe annet.", fix=fix)


def _is_borne_out(one: ScenarioRecord) -> bool:
    """Whether steps and findings let a scenario be called what it is called, or anything worse."""
    steps = [step.status for step in one.steps]
    if one.verdict.is_green and set(steps) != {Verdict.PASSED.value}:
        return False
    ended = worst((Verdict(status) for status in steps if status != NOT_RUN), none=one.verdict)
    is_red = ended in LADDER and not ended.is_green
    if one.verdict is Verdict.NOT_APPLICABLE:
        return not is_red and not one.errors
    seen = of_scenario(ended if is_red else one.verdict, (record.finding.severity for record in one.findings))
    return worst([one.verdict, seen], none=seen) is one.verdict


def _full(
    job: Job, source: Source, pack: Pack, released: tuple[str, ...], masked: dict[str, bytes]
) -> dict[str, bytes]:
    """What only the full package has; what somebody lets out is put among the rest."""
    full = {} if job.masked_only else {layout.DATABASE: database(source)}
    for name, content in attachments(source).items():
        file = name.rpartition("/")[2]
        if not Entry("", attached(source.facts.scenarios)[name], len(content), masked=False).holds(content):
            fix = "Legg den tilbake slik den var, eller kjør scenarioet på nytt."
            raise NotPacked(f"Vedlegget {name} er endret siden kjøringen.", fix=fix)
        place = masked if name in released else full
        place[f"{layout.RELEASED if name in released else layout.ATTACHED}/{file}"] = content
    return full


def _released(asked: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """The attached files that somebody lets out, as the evidence names them; raises `NotPacked` for another name."""
    by_name = {name.rpartition("/")[2]: name for name in known}
    found = []
    for one in asked:
        name = by_name.get(one.replace("\\", "/").rpartition("/")[2])
        if name is None:
            there = ", ".join(sorted(by_name)) or "ingen vedlegg"
            fix = "Velg blant vedleggene i kjøringen."
            raise NotPacked(f"Kjøringen har ikke noe vedlegg som heter {one}.", found=there, fix=fix)
        found.append(name)
    return tuple(dict.fromkeys(found))


def _look_over(
    job: Job, scanner: Scanner, raw: Mapping[str, bytes], masked: Mapping[str, bytes], full: Mapping[str, bytes]
) -> None:
    """Nothing leaves unmasked: the full package has the messages as they were, the masked one as they were starred."""
    changed = {path: content for path, content in masked.items() if raw.get(path) != content}
    places = [one for path, content in changed.items() for one in scanner.found(path, content)]
    if places:
        released = any(one.path.startswith(layout.RELEASED) for one in places)
        fix = "Ta bort --release for dem." if released else "Meld fra til dem som vedlikeholder testbenken."
        raise MustNotLeave(places, fix)
    if job.masked_only:
        return
    starred = {path: content for path, content in raw.items() if masked[path] != content}
    places = [one for path, content in starred.items() for one in scanner.found(path, content)]
    places += [one for path, content in full.items() if path != layout.DATABASE for one in scanner.found(path, content)]
    if not places:
        places = list(islice(rows.found(scanner, layout.DATABASE, full[layout.DATABASE]), 1))
    if places:
        fix = (
            "Lag bare den maskerte pakken, med --masked-only; der er det skjult. Bevisene ligger fortsatt i kjøringen."
        )
        raise MustNotLeave(places, fix)


def _secrets(facts: Facts) -> tuple[str, ...]:
    """The secrets of the target, where its file is still there; the evidence has none of them."""
    file = str(facts.run.info.get("target_file", ""))
    if not file or not Path(file).is_file():
        return ()
    try:
        target = load(Path(file))
    except TargetError:
        return ()
    helseid = target.services.helseid
    return tuple(one for one in (target.helsenorge.secret, target.staff.secret, helseid.key if helseid else "") if one)


def _write(
    job: Job, pack: Pack, now: datetime, masked: Mapping[str, bytes], full: Mapping[str, bytes]
) -> tuple[Path, Path | None]:
    job.out.mkdir(parents=True, exist_ok=True)
    day = now.astimezone(_OSLO).date().isoformat()

    def place(*, is_masked: bool) -> Path:
        about = (pack.municipality, pack.target.product, pack.plan.id, day)
        return _unused(job.out / layout.file_name(*about, simulated=pack.simulated, masked=is_masked))

    first = _write_one(place(is_masked=True), masked)
    if job.masked_only:
        return first, None
    try:
        return first, _write_one(place(is_masked=False), full)
    except BaseException:
        first.unlink(missing_ok=True)
        raise


def _write_one(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a package for its owner alone (0600), whole or not at all."""
    draft = path.with_name(f".{path.name}.del")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            ziplayout.write(file, [(name, files[name]) for name in (*HEAD, *sorted(set(files) - set(HEAD)))])
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return path


def _unused(path: Path) -> Path:
    """A name that nothing has: a pack is never written over."""
    number, candidate = 2, path
    first, dot, rest = path.name.partition(".")
    while candidate.exists():
        candidate = path.with_name(f"{first}-{number}{dot}{rest}")
        number += 1
    return candidate
