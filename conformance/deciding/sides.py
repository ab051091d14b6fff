"""The two that `epj diff` compares, in one form whatever they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from conformance.deciding.shapes import Seen
from conformance.evidence import origin
from conformance.verdicts import Verdict
from standards.exchange import Exchange, Item, Role


@dataclass(frozen=True)
class Breach:
    """One finding, so far as two runs can have the same one."""

    rule: str
    severity: str


@dataclass(frozen=True)
class Tried:
    """One scenario as it went; `exchange` is None where the bytes are not at hand, and `steps` empty likewise."""

    id: str
    name: str
    level: str
    severity_class: str
    verdict: Verdict
    reason: str
    seconds: float
    breaches: Mapping[Breach, str]
    """Each with what was wrong (bokmål)."""
    seen: tuple[Seen, ...]
    steps: tuple[str, ...] = ()
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Side:
    """One of the two; `suite` has what is known of the suite that judged: `tool`, `code` or `pack`."""

    path: Path
    kind: str
    """`kjøring`, `pakke` or `rapport`."""
    name: str
    product: str
    version: str
    origin: str
    """`simulert`, `ekte` or `ukjent`."""
    ran_at: datetime | None
    plan: str
    suite: Mapping[str, str]
    verdict: str
    scenarios: Mapping[str, Tried] = field(default_factory=dict)


def origin_of(tried: Iterable[Tried], *, is_declared: bool) -> str:
    """Where what the EPJ sent came from, read from its bytes; `is_declared` is that the target says it is simulated."""
    items = (item for one in tried for item in one.exchange or () if item.sender is Role.EPJ)
    return origin.origin_of(((item.raw, _properties(item)) for item in items), is_declared=is_declared)


def _properties(item: Item) -> Mapping[str, str]:
    return item.envelope.application_properties if item.envelope is not None else {}
