"""What is told of a verified pack: lines for people, an object for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from conformance.clock import SystemClock
from conformance.packing.reasons import VALID, reason, texts

if TYPE_CHECKING:
    from conformance.packing.model import Pack
    from conformance.packing.verifying import Verification

_OSLO = ZoneInfo("Europe/Oslo")
SCHEMA = 1


def today() -> date:
    """The day it is where the packs are used."""
    return SystemClock().now().astimezone(_OSLO).date()


def lines(path: Path, found: Verification) -> Iterator[str]:
    """What is told, SIMULERT first of all; no name in the pack can move the cursor or begin a line."""
    for line in _lines(path, found):
        yield "".join(sign if sign.isprintable() else " " for sign in line)


def _lines(path: Path, found: Verification) -> Iterator[str]:
    simulated = str(reason("simulated"))
    if found.simulated:
        yield simulated
    state = f"{found.state}_simulert" if found.simulated and found.state == VALID else found.state
    yield f"{texts()['states'][state]}"
    yield from (f"  {one}" for one in found.reasons)
    yield f"Fil:      {path}"
    if found.pack is not None:
        yield from _about(found, found.pack)
    yield from (f"Merk: {one}" for one in found.told if one != simulated)


def _about(found: Verification, pack: Pack) -> Iterator[str]:
    counts = Counter(one.verdict for one in pack.scenarios)
    counted = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    yield f"Dom:      {pack.run.verdict} ({counted})" if counted else f"Dom:      {pack.run.verdict}"
    version = f" {pack.target.version}" if pack.target.version else ""
    yield f"Gjelder:  {pack.municipality}, {pack.target.name} ({pack.target.product}{version}), plan {pack.plan.name}"
    yield f"Kjørt:    {_moment(pack.run.started_at)} med {pack.suite.version}"
    name = f" ({found.key_name})" if found.key_name else ""
    yield f"Signert:  {_moment(found.signed_at)} med nøkkel {found.key_id}{name}"
    yield f"Rot:      {found.root}"


def as_json(path: Path, found: Verification) -> dict[str, Any]:
    """The same for a program."""
    return {
        "file": str(path),
        "state": found.state,
        "simulated": found.simulated,
        "real": found.real,
        "masked": found.masked,
        "reasons": [{"key": key, "text": text} for key, text in zip(found.keys, found.reasons, strict=True)],
        "told": list(found.told),
        "root": found.root,
        "signed_at": found.signed_at,
        "key": {"id": found.key_id, "name": found.key_name},
        "pack": _pack(found.pack) if found.pack is not None else None,
    }


def _pack(pack: Pack) -> dict[str, str]:
    return {
        "municipality": pack.municipality,
        "product": pack.target.product,
        "version": pack.target.version,
        "plan": pack.plan.id,
        "verdict": pack.run.verdict,
        "suite": pack.suite.version,
    }


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(_OSLO):%d.%m.%Y kl. %H:%M}" if text else "ukjent tid"
