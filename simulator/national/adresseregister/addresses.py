"""The addresses of a party: its queues and the like, and where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulator.national.adresseregister.codes import UNKNOWN_TYPE, Coded, electronic, physical
from simulator.national.adresseregister.records import Kind, Record
from simulator.national.adresseregister.registry import Registry

_QUEUES: Final = ("E_SB_ASYNC", "E_SB_SYNC", "E_SB_SYNCREPLY", "E_SB_ERROR")
_PLACE: Final = ("0001", "Fjordvik (simulert)")


@dataclass(frozen=True)
class Electronic:
    """An address to send to; `inherited` when it is that of the enterprise."""

    type: Coded
    address: str
    inherited: bool


@dataclass(frozen=True)
class Physical:
    """A place; the type is None where a fault leaves it out."""

    type: Coded | None
    street: str
    postbox: str
    postal_code: str
    city: str
    inherited: bool


def electronic_addresses(registry: Registry, record: Record) -> tuple[Electronic, ...]:
    """Its queues on the bus, its own or its enterprise's, and what else it has."""
    return tuple(_electronic(registry, record))


def physical_addresses(registry: Registry, record: Record) -> tuple[Physical, ...]:
    """Where it gets post and visits; one party has a place of a type that nobody knows."""
    unknown = registry.faults.take("unknown_address_type")
    missing = registry.faults.take("missing_address_type")
    found = []
    for code in ("PST", "RES", *((UNKNOWN_TYPE,) if record.odd_address else ())):
        kind = None if missing else physical(UNKNOWN_TYPE if unknown else code)
        post = code == "PST"
        inherited = record.kind is not Kind.ORGANISATION
        found.append(Physical(kind, "" if post else "Testveien 1", "Postboks 1" if post else "", *_PLACE, inherited))
    return tuple(found)


def edi_address(record: Record) -> str:
    """Where messages went before the bus."""
    return f"{record.her_id}@edi.simulert.example"


def _electronic(registry: Registry, record: Record) -> Iterator[Electronic]:
    yield Electronic(electronic("E_EDI"), edi_address(record), inherited=False)
    queue, inherited = registry.queue_of(record)
    if queue:
        for code in _QUEUES:
            yield Electronic(electronic(code), f"{queue}_{code.removeprefix('E_SB_').lower()}", inherited)
    yield Electronic(electronic("E_TLF"), "00000000", inherited=record.kind is not Kind.ORGANISATION)
