"""A party as the registry keeps it, and the first records of a world."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from simulator.certificates import Subject
from simulator.clock import iso
from simulator.serving.service import Registered
from standards.parties import Unit

_BEGAN: Final = timedelta(days=400)
_ENDED: Final = timedelta(days=30)
_BUSINESS: Final = {"helsenorge": "Statlig helseforvaltning", "epj": "Kommune", "other": "Annen helsevirksomhet"}


class Kind(StrEnum):
    """What a party is: the enterprise (level 1), or a service or person of it (level 2)."""

    ORGANISATION = "Organization"
    SERVICE = "Service"
    PERSON = "OrganizationPerson"


@dataclass(frozen=True)
class Record:
    """One communication party. Times are written as the registry tells them."""

    her_id: str
    kind: Kind
    name: str
    enterprise: str
    """The name of level 1, which is its own for an enterprise."""
    enterprise_number: str
    number: str
    parent: str
    business: str
    valid_from: str
    valid_to: str = ""
    changed: str = ""
    service_code: str = ""
    given: str = ""
    family: str = ""
    queue: str = ""
    """What its queues begin with; empty when it has none and is reached on its parent's."""
    odd_address: bool = False
    """Whether one of its physical addresses is of a type that no code set has."""
    role: str = "other"
    processes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    generation: str = "new"

    @property
    def subject(self) -> Subject:
        """Whom its certificates are of: the enterprise, as for all that have one organisation number."""
        return Subject(self.enterprise, self.enterprise_number)

    def valid_at(self, now: datetime) -> bool:
        """Whether it may be written to."""
        begun = datetime.fromisoformat(self.valid_from) <= now
        return begun and (not self.valid_to or now < datetime.fromisoformat(self.valid_to))

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """What `to_json` wrote."""
        found: dict[str, Any] = json.loads(text)
        lists = {name: tuple(found[name]) for name in ("processes", "versions")}
        return cls(**{**found, **lists, "kind": Kind(found["kind"])})


def first_records(parties: Iterable[Registered], now: datetime) -> tuple[Record, ...]:
    """Every enterprise, each followed by those below it that come with it; one has an address of no known type."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return tuple(_records(tuple(parties), start))


def _records(parties: tuple[Registered, ...], start: datetime) -> Iterator[Record]:
    seen: set[str] = set()
    plain = (one for one in reversed(parties) if one.role == "other" and one.own_queue and not one.ended)
    odd = next((one.party.her_id for one in plain), "")
    for one in parties:
        above = one.party.level1
        if above.her_id not in seen:
            seen.add(above.her_id)
            yield _enterprise(one, start)
        if one.party.level2 is not None:
            yield _below(one, one.party.level2, start, odd=one.party.her_id == odd)


def _enterprise(one: Registered, start: datetime) -> Record:
    above = one.party.level1
    return Record(
        above.her_id,
        Kind.ORGANISATION,
        above.name,
        enterprise=above.name,
        enterprise_number=one.organisation_number,
        number=one.organisation_number,
        parent="",
        business=_BUSINESS[one.role],
        valid_from=iso(start - _BEGAN),
        changed=iso(start),
        queue=above.her_id,
    )


def _below(one: Registered, unit: Unit, start: datetime, *, odd: bool) -> Record:
    return Record(
        unit.her_id,
        Kind.PERSON if unit.person else Kind.SERVICE,
        unit.name,
        enterprise=one.party.level1.name,
        enterprise_number=one.organisation_number,
        number=one.sub_organisation_number,
        parent=one.party.parent_her_id,
        business=_BUSINESS[one.role],
        valid_from=iso(start - _BEGAN),
        valid_to=iso(start - _ENDED) if one.ended else "",
        changed=iso(start),
        service_code=one.service_code,
        given=unit.given,
        family=unit.family,
        queue=unit.her_id if one.own_queue else "",
        odd_address=odd,
        role=one.role,
        processes=one.processes,
        versions=one.versions,
        generation=one.generation,
    )
