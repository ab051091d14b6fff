"""A correct example of every message of the standard, about given persons and between given parties.

Made from the process catalogue: a step that is added there has its sample by itself. Ids and time come from outside,
so that the same arguments give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from standards.exchange import Exchange, Role
from standards.samples import actors, agreements, calls, catalogue, faults, receipts, threads
from standards.samples.choose import choose as _choose
from standards.samples.model import Cast, Kind, Person, Sample, SampleError, short

__all__ = [
    "SAMPLES",
    "Cast",
    "Kind",
    "Person",
    "Sample",
    "SampleError",
    "choose",
    "short",
    "write",
    "write_thread",
]

SAMPLES: tuple[Sample, ...] = (
    *catalogue.samples(),
    *receipts.samples(),
    *faults.samples(),
    *actors.samples(),
    *calls.samples(),
    *agreements.samples(),
)
"""Every message that can be written, in the order of the catalogue."""
_THREADS: Mapping[Kind, Callable[[Sample, Cast], tuple[Exchange, int]]] = {
    Kind.PROCESS: threads.thread,
    Kind.RECEIPT: receipts.thread,
    Kind.ERROR: receipts.thread,
    Kind.FAULT: faults.thread,
    Kind.RESOURCE: calls.thread,
}
_ALONE: Mapping[Kind, Callable[[Sample, Cast], bytes]] = {
    Kind.ERROR: receipts.envelope,
    Kind.BETWEEN_ACTORS: actors.write,
    Kind.AGREEMENT: agreements.write,
}


def choose(
    process: str,
    action: str = "",
    *,
    code: str | None = None,
    version: str | None = None,
    role: Role | None = None,
    variant: str | None = None,
) -> Sample:
    """The first sample that fits, of the newest version unless one is named; raises `SampleError` with a hint."""
    return _choose(SAMPLES, process, action, code=code, version=version, role=role, variant=variant)


def write(sample: Sample, cast: Cast) -> bytes:
    """The bytes of a sample; of a message of the error queue its properties as JSON, since it has no body."""
    _require_zone(cast)
    alone = _ALONE.get(sample.kind)
    if alone is not None:
        return alone(sample, cast)
    exchange, place = _THREADS[sample.kind](sample, cast)
    return exchange.items[place].raw


def write_thread(sample: Sample, cast: Cast) -> Exchange:
    """The conversation of a sample, with receipts and envelopes; raises `SampleError` for what is in none."""
    _require_zone(cast)
    whole = _THREADS.get(sample.kind)
    if whole is None:
        raise SampleError(
            f"{sample.process} går ikke mellom EPJ-en og Helsenorge, så den har ingen samtale.",
            expected="en melding i en prosess med Helsenorge",
            found=sample.process,
            fix="Skriv den som én fil.",
        )
    return whole(sample, cast)[0]


def _require_zone(cast: Cast) -> None:
    if cast.now.tzinfo is None:
        raise SampleError(
            "Tidspunktet har ingen tidssone.",
            expected="for eksempel 2026-12-01T10:15:00+01:00",
            found=cast.now.isoformat(),
            fix="Oppgi et tidspunkt med sone.",
        )
