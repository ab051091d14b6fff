"""Change detection: whether a resource is new, changed or identical, what differs, and odd ways from one status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final, Literal

from simulator.national.timeavtaler.issues import Issue
from standards.fhir.primitives import moment
from standards.rules.fhir_view import inner, objects_at, word

Kind = Literal["new", "changed", "identical"]
_IGNORED: Final = frozenset({"lastUpdated", "versionId", "source"})
"""Of meta: what is another each time a resource is sent, though nothing in it has changed."""
_ENDED: Final = frozenset({"cancelled", "fulfilled", "noshow", "entered-in-error"})
_OPEN: Final = frozenset({"booked", "proposed"})


@dataclass(frozen=True)
class Change:
    """What a resource is beside the one that was known; `elements` are the names that differ, sorted."""

    kind: Kind
    elements: tuple[str, ...] = ()
    before: str = ""
    """The status it had; empty when it is new."""

    def touches(self, *names: str) -> bool:
        """Whether one of the elements differs."""
        return bool(set(names) & set(self.elements))


def compare(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Change:
    """What has changed; times that are the same instant are the same."""
    if before is None:
        return Change("new")
    old, new = _parts(before), _parts(after)
    differ = tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))
    return Change("changed" if differ else "identical", differ, word(before, "status"))


def odd_way(change: Change, status: str) -> Issue | None:
    """A remark when an ended appointment is open again: legal for all we know, since the journal is the source."""
    if change.kind == "changed" and change.before in _ENDED and status in _OPEN:
        return Issue(
            "warning",
            "business-rule",
            f"Timen er satt tilbake fra {change.before} til {status}.",
            expected="at en time som er avlyst, gjennomført, ikke møtt til eller feilført, blir stående slik",
            found=f"{change.before}, og nå {status}",
            fix="Send en ny time med ny id hvis dette er en ny avtale.",
            where="Appointment.status",
        )
    return None


def _parts(resource: Mapping[str, Any]) -> dict[str, str]:
    meta = inner(resource, "meta")
    parts = {name: _canonical(value) for name, value in resource.items() if name not in {"meta", "contained"}}
    parts |= {f"meta.{name}": _canonical(value) for name, value in meta.items() if name not in _IGNORED}
    contained: dict[str, list[Any]] = {}
    for _, one in objects_at(resource, "contained"):
        contained.setdefault(f"contained.{word(one, 'resourceType')}", []).append(one)
    return parts | {name: _canonical(ones) for name, ones in contained.items()}


def _canonical(value: Any) -> str:
    return json.dumps(_same_times(value), sort_keys=True, default=str)


def _same_times(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _same_times(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_same_times(inner) for inner in value]
    at = moment(value)
    return value if at is None else at.astimezone(UTC).isoformat()
