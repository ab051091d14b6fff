"""Packs of municipalities that do not exist, made without a run; each verifies as a real one does."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance.packing import layout, manifest, signature, ziplayout
from conformance.packing.canonical import canonical
from conformance.packing.model import (
    REAL,
    SIMULATED,
    UNKNOWN,
    Pack,
    PackDeviation,
    PackFinding,
    PackPlan,
    PackRun,
    PackScenario,
    PackSuite,
    PackTarget,
)
from conformance.packing.suite import Suite
from conformance.reports.counting import kind
from conformance.verdicts import Verdict, of_run

TODAY = date(2026, 11, 22)
MUNICIPALITIES = tuple(
    f"{first}{last}"
    for first in ("Stor", "Fjord", "Berg", "Vest", "Lille", "Sol", "Sund", "Ulv", "Tind", "Rogn")
    for last in ("vik", "dal", "nes", "sjø", "haug", "lund", "strand", "mo", "øya", "vang")
)
PRODUCTS = ("visma_hspro", "infodoc_plenario", "cgm_journal", "visma_profil", "tietoevry_gerica", "dips_front_cosdoc")
HOME_CARE = PRODUCTS[3:]
_MESSAGE = "<MsgHead><MsgInfo><Sender><OrganisationName>{} helsestasjon</OrganisationName></Sender></MsgInfo></MsgHead>"


@dataclass(frozen=True)
class Made:
    """What a pack is to say; everything passes unless `verdicts` or `findings` say otherwise."""

    municipality: str = "Storvik"
    product: str = "visma_hspro"
    version: str = "4.2"
    plan: str = "digihelsestasjon"
    ran_on: date = TODAY - timedelta(days=5)
    origin: str = REAL
    verdicts: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, Sequence[PackFinding]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    by_person: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    deviations: tuple[PackDeviation, ...] = ()
    suite_sha256: str = ""
    without: frozenset[str] = frozenset()
    """Scenarios that are not there at all."""
    stamped: bool = False
    """Whether the messages come from a simulated journal, whatever is claimed."""


@cache
def suite() -> Suite:
    """The suite that is installed here."""
    return Suite()


@cache
def key(name: str = "nøkkel") -> Ed25519PrivateKey:
    """A key that is the same for the same name."""
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")[:32])


def key_id(name: str = "nøkkel") -> str:
    """Its id, as the criteria list it."""
    return signature.public_half(key(name)).id


def pack_of(made: Made) -> Pack:
    """The contents of `pack.json`."""
    ended = datetime(made.ran_on.year, made.ran_on.month, made.ran_on.day, 12, tzinfo=UTC)
    ids = suite().ids(made.plan) or ()
    scenarios = tuple(_scenarios(made))
    verdict = of_run(Verdict(one.verdict) for one in scenarios)
    sha256 = made.suite_sha256 or suite().sha256
    environment = "simulert" if made.origin == SIMULATED else "test"
    return Pack(
        municipality=made.municipality,
        target=PackTarget(f"{made.product}, test", made.product, "Leverandør", made.version, environment),
        services=("hjemmetjeneste",) if made.product in HOME_CARE else ("helsestasjon",),
        plan=PackPlan(made.plan, suite().book.find(made.plan).name, len(ids)),
        suite=PackSuite(suite().version, sha256, ids),
        run=PackRun((ended - timedelta(minutes=9)).isoformat(), ended.isoformat(), 540.0, verdict.value, ""),
        scenarios=scenarios,
        deviations=made.deviations,
        versions={"product": made.version, "environment": environment},
        origin=made.origin,
        made_at=(ended + timedelta(minutes=1)).isoformat(),
    )


def _scenarios(made: Made) -> Iterator[PackScenario]:
    wanted = set(suite().ids(made.plan) or ()) - made.without
    for one in suite().scenarios:
        if one.id in wanted:
            yield PackScenario(
                id=one.id,
                name=one.name,
                level=one.level,
                severity_class=one.severity_class,
                kind=kind(one.id),
                verdict=made.verdicts.get(one.id, "bestått"),
                reason=made.reasons.get(one.id, ""),
                owner="",
                confirmed_by_person=one.id in made.by_person,
                findings=tuple(made.findings.get(one.id, ())),
                feature=one.feature,
                processes=one.processes,
                seconds=0.2,
                reviewed=one.id in made.reviewed,
            )


def write(made: Made, folder: Path, *, signed_by: str = "nøkkel", name: str = "") -> Path:
    """Write the package; gives its path."""
    pack = pack_of(made)
    files = {manifest.PACK_JSON: canonical(pack.to_json()), manifest.PAGE: _page(pack), **_inside(pack, made.stamped)}
    listed = manifest.Manifest.of(pack.suite.sha256, (_entry(path, content) for path, content in files.items()))
    content = listed.to_bytes()
    signed = signature.sign(
        key(signed_by),
        signed_by,
        root=manifest.root_of(content),
        simulated=pack.simulated,
        now=datetime.fromisoformat(pack.made_at),
    )
    files |= {manifest.MANIFEST_JSON: content, manifest.SIGNATURE_JSON: signed.to_bytes()}
    order = (*manifest.HEAD, *listed.paths(masked=False))
    path = folder / (name or _name(pack))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        ziplayout.write(file, ((one, files[one]) for one in order))
    return path


def _entry(path: str, content: bytes) -> manifest.Entry:
    return manifest.Entry.of(path, content, masked=not path.startswith("full/"))


def _name(pack: Pack) -> str:
    day = pack.run.finished_at[:10]
    name = layout.file_name(
        pack.municipality, pack.target.product, pack.plan.id, day, simulated=pack.simulated, masked=False
    )
    version = pack.target.version.replace(".", "_")
    return name.replace("akseptanse-", f"akseptanse-{version}-", 1)


def _page(pack: Pack) -> bytes:
    if pack.simulated:
        return b'<!doctype html><html lang="nb" data-simulert="ja"><p class="banner" role="note">SIMULERT</p></html>'
    return b'<!doctype html><html lang="nb"><p>Akseptansedokumentasjon</p></html>'


def _inside(pack: Pack, is_stamped: bool) -> dict[str, bytes]:
    rows = [{"id": one.id, "verdict": one.verdict, "messages": []} for one in pack.scenarios]
    report = {"verdict": pack.run.verdict, "scenarios": rows}
    files = {layout.REPORT_JSON: canonical(report), layout.DATABASE: b"Alt som ble sett."}
    if pack.origin == UNKNOWN:
        return files
    stamp = {"SIMULERT": "ja"} if pack.simulated or is_stamped else {}
    envelope = {"properties": {}, "application_properties": stamp}
    folder = f"{layout.EVIDENCE}/{pack.scenarios[0].id}"
    files[f"{folder}/01-epj-helsenorge.xml"] = _MESSAGE.format(pack.municipality).encode()
    files[f"{folder}/01.json"] = json.dumps(envelope).encode()
    return files


def many(folder: Path, count: int = 400, seed: int = 8) -> list[Made]:
    """Packs of many municipalities: most of them fine, some failed, old, simulated, accepted or of another version."""
    chance = random.Random(seed)
    made = [_one(number, chance) for number in range(count)]
    for one in made:
        write(one, folder)
    return made


def _one(number: int, chance: random.Random) -> Made:
    municipality = MUNICIPALITIES[number % len(MUNICIPALITIES)]
    product = PRODUCTS[(number // len(MUNICIPALITIES) + number) % len(PRODUCTS)]
    plan = "digihelse" if product in HOME_CARE else "digihelsestasjon"
    made = Made(
        municipality,
        product,
        f"{4 + number // 250}.{number % 3}",
        plan,
        TODAY - timedelta(days=chance.choice((2, 9, 30, 60, 120))),
    )
    fate = chance.random()
    if fate < 0.15:
        return replace(made, origin=SIMULATED)
    if fate < 0.55:
        return made
    messages = sorted(one for one in suite().ids(plan) or () if one.startswith("MSG"))
    ids = chance.sample(messages, k=chance.randint(1, 4))
    failed = replace(made, verdicts={one: chance.choice(("ikke bestått", "ikke verifisert")) for one in ids})
    if fate < 0.8:
        return failed
    issued = TODAY - timedelta(days=10)
    expires = issued + timedelta(days=25 if fate < 0.95 else 5)
    return replace(failed, deviations=tuple(deviation(one, issued=issued, expires=expires) for one in ids))


def deviation(scenario: str, *, rule: str = "", **changed: object) -> PackDeviation:
    """An accepted deviation that counts, but for what is changed; days are dates."""
    values: dict[str, object] = {
        "scenario": scenario,
        "owner": "Leverandøren",
        "approver": "Kari Lunde, prosjekteier",
        "reason": "Rettes i neste versjon",
        "issued": TODAY - timedelta(days=10),
        "expires": TODAY + timedelta(days=15),
        "scope": "Hele scenarioet",
        "rule": rule,
        **changed,
    }
    return PackDeviation(**{name: str(value) for name, value in values.items()})
