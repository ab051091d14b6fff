"""Packs for the tests: a finished run in a moment, made by nobody or by a simulated journal, and forged copies."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from conformance.evidence.store import Evidence
from conformance.packing import ziplayout
from conformance.packing.canonical import canonical
from conformance.packing.keys import SigningKey
from conformance.packing.manifest import HEAD, MANIFEST_JSON, PACK_JSON, SIGNATURE_JSON, Entry, Manifest, root_of
from conformance.packing.reading import open_pack
from conformance.packing.signature import sign
from conformance.packing.suite import Suite
from conformance.packing.verifying import Verification, verify
from conformance.packing.writing import Asked, Job, Made, make
from standards.envelope import Envelope, business_envelope
from tests.conformance.samples import GOOD
from tests.conformance.tiny_runs import HEAD as FEATURE
from tests.conformance.tiny_runs import STEPS, scenario, tiny_run

REAL_TARGET = GOOD.replace('environment = "simulert"', 'environment = "test"')
TEXT = FEATURE + scenario("BOOK-N01", "Så går det bra") + scenario("BOOK-F02", "Så går det bra", tags="@bør @klasse-B")
ORDINARY = (
    b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo><Type V="DIALOG_INNBYGGER_EKONTAKT"/>'
    b"<MsgId>42</MsgId><Sender><Organisation><OrganisationName>NAME</OrganisationName></Organisation></Sender>"
    b"<Receiver><Organisation><OrganisationName>Helsenorge (simulert)</OrganisationName></Organisation></Receiver>"
    b"</MsgInfo></MsgHead>"
)
"""The receiver is ours, and simulated: it says nothing of who sent it."""
NAME = "Storvik helsestasjon"
STAMP = {"SIMULERT": "SIMULERT"}


@dataclass(frozen=True)
class FixedClock:
    """The same moment whenever it is asked."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(seconds=1))

    def now(self) -> datetime:
        """That moment."""
        return self.at

    def monotonic(self) -> float:
        """Zero."""
        return 0.0


@dataclass(frozen=True)
class Bench:
    """A finished run in a folder, with the suite that judged it."""

    folder: Path
    run: Path
    suite: Suite
    key: SigningKey
    clock: FixedClock

    @property
    def today(self) -> date:
        """The day of the clock."""
        return self.clock.at.date() + timedelta(days=1)

    def make(self, out: Path, **more: Any) -> Made:
        """Pack it."""
        asked = Asked(**{name: more.pop(name) for name in list(more) if name in Asked.__dataclass_fields__})
        return make(Job(self.run, out, self.key, asked, **more), clock=self.clock, suite=self.suite)

    def verify(self, path: Path, **more: Any) -> Verification:
        """Verify a package with this suite and key."""
        options = {"suite": self.suite, "trusted": [self.key.public.text], "today": self.today, **more}
        return verify(path, **options)

    def copy(self, folder: Path) -> Bench:
        """The same in another place, to be changed."""
        shutil.copytree(self.run, folder)
        return Bench(self.folder, folder, self.suite, self.key, self.clock)

    def write(self, then: Callable[[Evidence], object]) -> None:
        """Change the evidence."""
        evidence = Evidence.open(self.run / "evidence.sqlite")
        try:
            then(evidence)
        finally:
            evidence.close()


def message(name: str = NAME) -> bytes:
    """What an EPJ of that name sends."""
    return ORDINARY.replace(b"NAME", name.encode())


def envelope(stamp: Mapping[str, str] = {}) -> Envelope:
    """The envelope around it, with more application properties."""
    plain = business_envelope(
        message_id="m",
        subject="DIALOG_INNBYGGER_EKONTAKT",
        from_her_id="8210011",
        to_her_id="8200002",
        time_stamp="2026-12-01T08:00:00Z",
    )
    return Envelope(plain.properties, {**plain.application_properties, **stamp})


def bench(folder: Path, *, target: str = REAL_TARGET, text: str = TEXT, sends: bool = True, **more: Any) -> Bench:
    """Run the tiny suite, and let the EPJ have sent something."""
    tiny_run(folder, text, target=target, **more)
    suite = Suite(features=folder / "features", modules=STEPS)
    made = Bench(folder, folder / "report", suite, SigningKey.new("Storvik kommune"), FixedClock())
    if sends:
        made.write(lambda evidence: evidence.writer("BOOK-N01").received(message(), envelope()))
    return made


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a package."""
    with open_pack(path) as package:
        return dict(package.contents())


def forged(
    path: Path, out: Path, key: SigningKey, change: Callable[[dict[str, bytes]], object], suite: str = "", **signed: Any
) -> Path:
    """A package with other contents, listed and signed anew by somebody."""
    files = {name: content for name, content in contents(path).items() if name not in (MANIFEST_JSON, SIGNATURE_JSON)}
    with open_pack(path) as package:
        before = {entry.path: entry.masked for entry in package.manifest.entries}
        told = {"simulated": package.signature.simulated, "now": datetime.fromisoformat(package.signature.signed_at)}
    change(files)
    suite = suite or json.loads(files[PACK_JSON])["suite"]["sha256"]
    entries = [Entry.of(name, content, masked=before.get(name, True)) for name, content in files.items()]
    manifest = Manifest.of(suite, entries).to_bytes()
    signature = sign(key.private, key.name, root=root_of(manifest), **{**told, **signed})
    write(out, {**files, MANIFEST_JSON: manifest, SIGNATURE_JSON: signature.to_bytes()})
    return out


def write(out: Path, files: Mapping[str, bytes]) -> Path:
    """A package as it is written, whatever is in it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        ziplayout.write(file, [(name, files[name]) for name in (*HEAD, *sorted(set(files) - set(HEAD)))])
    return out


def in_pack(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    """A change of what `pack.json` says."""
    return in_json(PACK_JSON, change)


def in_json(name: str, change: Callable[[Any], object]) -> Callable[[dict[str, bytes]], None]:
    """A change of a JSON document in a pack."""

    def changed(files: dict[str, bytes]) -> None:
        document = json.loads(files[name])
        change(document)
        files[name] = canonical(document)

    return changed
