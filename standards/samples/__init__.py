"""A correct example of every message of the standard, about given persons and between given parties.

Made from the process catalogue: a step that is added there has its sample by itself. Ids and time come from outside,
so that the same arguments give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from standards.exchange import Exchange, Role
from standards.parties import Party
from standards.samples import catalogue, threads
from standards.samples.choose import choose as _choose
from standards.samples.model import Cast, Kind, Person, Sample, SampleError, short

__all__ = [
    "SAMPLES",
    "Cast",
    "Kind",
    "Person",
    "Sample",
    "SampleError",
    "build",
    "build_thread",
    "choose",
    "short",
    "write",
    "write_thread",
]

SAMPLES: tuple[Sample, ...] = tuple(catalogue.samples())
"""Every message that can be written, in the order of the catalogue."""


def choose(
    process: str, action: str = "", *, code: str | None = None, version: str | None = None, role: Role | None = None
) -> Sample:
    """The first sample that fits, of the newest version unless one is named; raises `SampleError` with a hint."""
    return _choose(SAMPLES, process, action, code=code, version=version, role=role)


def write(sample: Sample, cast: Cast) -> bytes:
    """The bytes of a sample."""
    exchange, place = _whole(sample, cast)
    return exchange.items[place].raw


def write_thread(sample: Sample, cast: Cast) -> Exchange:
    """The conversation of a sample, with receipts and envelopes."""
    return _whole(sample, cast)[0]


def build(
    process: str,
    action: str = "",
    *,
    patient: Person,
    helsenorge: Party,
    epj: Party,
    now: datetime,
    new_id: Callable[[], str],
    code: str | None = None,
    version: str | None = None,
    role: Role | None = None,
    acting: Person | None = None,
) -> bytes:
    """Choose a sample and write it; raises `SampleError` when there is none."""
    sample = choose(process, action, code=code, version=version, role=role)
    return write(sample, Cast(patient, helsenorge, epj, now, new_id, acting))


def build_thread(
    process: str,
    action: str = "",
    *,
    patient: Person,
    helsenorge: Party,
    epj: Party,
    now: datetime,
    new_id: Callable[[], str],
    code: str | None = None,
    version: str | None = None,
    role: Role | None = None,
    acting: Person | None = None,
) -> Exchange:
    """Choose a sample and write the conversation around it; raises `SampleError` when there is none."""
    sample = choose(process, action, code=code, version=version, role=role)
    return write_thread(sample, Cast(patient, helsenorge, epj, now, new_id, acting))


def _whole(sample: Sample, cast: Cast) -> tuple[Exchange, int]:
    if cast.now.tzinfo is None:
        raise SampleError(
            "Tidspunktet har ingen tidssone.",
            expected="for eksempel 2026-12-01T10:15:00+01:00",
            found=cast.now.isoformat(),
            fix="Oppgi et tidspunkt med sone.",
        )
    return threads.thread(sample, cast)
