"""The packs that lie in a folder, read so far that one can choose among them, and what lies there and is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from conformance.packing.model import BadPack, Pack
from conformance.packing.reading import glance
from conformance.plans.form import plain
from conformance.verdicts import Verdict
from standards.errors import in_words

_WORDS: Final = frozenset(one.value for one in Verdict)


@dataclass(frozen=True)
class Kept:
    """One pack on the shelf, not verified yet."""

    path: Path
    pack: Pack

    @property
    def ran_at(self) -> datetime:
        """When the run ended, or began, or the pack was made."""
        run = self.pack.run
        return datetime.fromisoformat(run.finished_at or run.started_at or self.pack.made_at)


@dataclass(frozen=True)
class Ignored:
    """A file that lies there and cannot be read as a pack, and why (bokmål)."""

    path: Path
    why: str


@dataclass(frozen=True)
class Shelf:
    """Everything that lies in a folder."""

    packs: tuple[Kept, ...]
    ignored: tuple[Ignored, ...]

    def near(self, asked: str, names: Iterable[str]) -> str:
        """The name that was probably meant, or empty."""
        known = {plain(name): name for name in names}
        return next((known[one] for one in get_close_matches(plain(asked), known, n=1)), "")


def read(folder: Path) -> Shelf:
    """Read the beginning of every package below a folder; raises `OSError` when the folder cannot be read."""
    packs, ignored = [], []
    for path in _packages(folder):
        try:
            packs.append(_kept(path))
        except BadPack as refused:
            ignored.append(Ignored(path, str(refused.problem)))
        except OSError as error:
            ignored.append(Ignored(path, f"Filen kan ikke leses: {in_words(error)}."))
    return Shelf(tuple(packs), tuple(ignored))


def _packages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".zip" and path.is_file())


def _kept(path: Path) -> Kept:
    pack = glance(path).pack
    if unknown := {one.verdict for one in pack.scenarios} - _WORDS:
        raise BadPack(f"Pakken har en dom som ikke finnes: {', '.join(sorted(unknown))}.")
    return Kept(path, pack)


def same(one: str, other: str) -> bool:
    """Whether two names mean the same, however they are written, and with or without «kommune»."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return plain(name).removesuffix("-kommune")
