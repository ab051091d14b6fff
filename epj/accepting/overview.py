"""Several runs beside each other: a table for the terminal, and a page that links their reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from epj.accepting.packs import Packed

LEVELS: Final = ("skal", "bør", "kan")
GREEN: Final = ("bestått", "bestått med merknad")
NOT_APPLICABLE: Final = "ikke aktuelt"
NO_RUN: Final = "kjøringen begynte ikke"


@dataclass(frozen=True)
class Row:
    """One run: what was tried by which plan, how it ended, and how much of what passed."""

    product: str
    name: str
    plan: str
    verdict: str
    exit_code: int
    seconds: float = 0.0
    levels: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """skal, bør or kan → (green, applying)."""
    normal: tuple[int, int] = (0, 0)
    """(green, applying) of what is as usual."""
    faults: tuple[int, int] = (0, 0)
    """(green, applying) of those where something goes wrong."""
    not_applicable: int = 0
    red: tuple[str, ...] = ()
    """Each scenario that is not green, with what it ended as."""
    reason: str = ""
    has_report: bool = True
    unpacked: str = ""
    """Why there is no pack of it."""
    pack: Packed | None = None
    """Its pack; None where none is made."""

    @classmethod
    def of(cls, product: str, report: Mapping[str, Any]) -> Row:
        """What the JSON report of a run says."""
        applying = [one for one in report["scenarios"] if one["verdict"] != NOT_APPLICABLE]
        return cls(
            product,
            str(report["target"].get("name", product)),
            str(report["plan"]["name"]),
            report["verdict"],
            report["exit_code"],
            report["run"]["seconds"],
            {level: _of([one for one in applying if one["level"] == level]) for level in LEVELS},
            _of([one for one in applying if one["kind"] == "normal"]),
            _of([one for one in applying if one["kind"] == "feil"]),
            len(report["scenarios"]) - len(applying),
            tuple(f"{one['id']} {one['name']}: {one['verdict']}" for one in applying if one["verdict"] not in GREEN),
            report["run"]["reason"],
        )

    @classmethod
    def refused(cls, product: str, exit_code: int, reason: str) -> Row:
        """A run that left no report."""
        return cls(product, product, "–", NO_RUN, exit_code or 3, reason=reason, has_report=False)

    @property
    def is_green(self) -> bool:
        """Whether it is a pass."""
        return self.exit_code == 0 and self.verdict in GREEN

    @property
    def applying(self) -> int:
        """How many scenarios applied."""
        return self.normal[1] + self.faults[1]


def _of(scenarios: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    return sum(one["verdict"] in GREEN for one in scenarios), len(scenarios)


def counted(pair: tuple[int, int]) -> str:
    """How many of how many were green."""
    return f"{pair[0]}/{pair[1]}" if pair[1] else "–"


HEADS: Final = ("Produkt", "Plan", "Dom", *LEVELS, "vanlig", "feilsituasjon", "ikke aktuelt", "sekunder")


def cells(row: Row) -> tuple[str, ...]:
    """The row as texts, under `HEADS`."""
    levels = (counted(row.levels.get(level, (0, 0))) for level in LEVELS)
    seconds = f"{row.seconds:.1f}".replace(".", ",")
    kinds = (counted(row.normal), counted(row.faults), str(row.not_applicable))
    return (row.product, row.plan, row.verdict, *levels, *kinds, seconds)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The overview in aligned columns, with what is not green below it."""
    lines = [HEADS, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    for line in lines:
        aligned = (
            text.ljust(width) if column < 3 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(aligned).rstrip()
    yield "(bestått/gjaldt; i en feilsituasjon lar testen noe gå galt underveis, og journalen skal tåle det)"
    for row in rows:
        if not row.is_green:
            yield from ("", f"{row.product}: {row.verdict}", *(f"  {each}" for each in row.red))
            yield from ([f"  {row.reason}"] if row.reason else [])
    yield ""
    yield summary(rows)


def packs(rows: Sequence[Row], key: Path) -> Iterator[str]:
    """The packs, and what verify says of each; nothing where none was made."""
    packed = [row.pack for row in rows if row.pack is not None]
    if not packed:
        return
    yield ""
    yield f"Akseptansedokumentasjon, signert med en nøkkel som er laget for denne kjøringen ({key.name}):"
    width = max(len(one.answer) for one in packed)
    for row in rows:
        if row.pack is not None:
            yield f"  {row.pack.answer:<{width}}  {row.pack.file or row.product}"
            yield from ([f"    {row.pack.reason}"] if row.pack.reason else [])


def summary(rows: Sequence[Row]) -> str:
    """Everything in one sentence."""
    green = sum(row.is_green for row in rows)
    tried = sum(row.applying for row in rows)
    return f"{green} av {len(rows)} kjøringer er bestått, med {tried} prøver til sammen."


def write(rows: Sequence[Row], folder: Path) -> Path:
    """Write `index.html`; gives its path. Raises `OSError`."""
    environment = Environment(
        loader=PackageLoader("epj.accepting", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("overview.html.j2").render(
        rows=rows,
        heads=HEADS[1:],
        cells=cells,
        summary=summary(rows),
        all_green=all(row.is_green for row in rows),
        any_pack=any(row.pack for row in rows),
    )
    path = folder / "index.html"
    path.write_text(page, "utf-8")
    return path
