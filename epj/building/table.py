"""The table of `epj build --list`: what can be written, one line for each message with all its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standards.exchange import Role
from standards.samples import Sample

HEADINGS = ("Prosess", "Versjon", "Handling", "Kode", "Fra", "Sier")
NAMES = {Role.EPJ: "EPJ", Role.HELSENORGE: "Helsenorge"}
BOTH = "begge"


def render(samples: Sequence[Sample]) -> str:
    """The lines with their heading and the count."""
    rows = [HEADINGS, *_rows(samples)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS) - 1)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1])) for row in rows
    ]
    return "\n".join([*lines, "", f"{len(samples)} eksempler. * betyr at kildene er uenige om koden er i bruk."])


def _rows(samples: Sequence[Sample]) -> Iterator[tuple[str, ...]]:
    groups: dict[tuple[str, ...], list[Sample]] = {}
    for one in samples:
        groups.setdefault((one.short, one.action, one.code, one.title), []).append(one)
    for (process, action, code, title), alike in groups.items():
        for versions, senders in _spread(alike):
            mark = "*" if any(one.tolerated for one in alike if one.sender in senders) else ""
            sender = BOTH if len(senders) > 1 else NAMES[senders[0]]
            yield process, ", ".join(versions), action, code, sender, f"{title}{mark}"


def _spread(alike: list[Sample]) -> list[tuple[tuple[str, ...], tuple[Role, ...]]]:
    """Versions and senders; the two sides share a line when they have the same versions."""
    versions: dict[Role, list[str]] = {}
    for one in alike:
        versions.setdefault(one.sender, []).append(one.version)
    lines: dict[tuple[str, ...], list[Role]] = {}
    for sender, found in versions.items():
        lines.setdefault(tuple(sorted(set(found))), []).append(sender)
    return [(found, tuple(senders)) for found, senders in lines.items()]
