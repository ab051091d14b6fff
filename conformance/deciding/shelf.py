"""The packs that lie in a folder, read so far that one can choose among them, and what lies there and is none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from conformance.packing import ziplayout
from conformance.packing.layout import packages
from conformance.packing.manifest import PACK_JSON
from conformance.packing.model import BadPack, Pack
from conformance.packing.reasons import refusal
from conformance.plans.form import plain
from standards.errors import in_words


@dataclass(frozen=True)
class Kept:
    """One pack on the shelf, by what it says of itself; nothing of it is believed before it is verified."""

    path: Path
    municipality: str
    product: str
    version: str
    plan: str
    origin: str
    ran_at: datetime
    """When the run ended, or began, or the pack was made."""
    made_at: str
    roles: frozenset[str] = frozenset()
    """The parts of the municipality that were tested."""

    @classmethod
    def of(cls, path: Path, data: Any) -> Kept:
        """From the document `pack.json`, also without its scenarios; raises `KeyError`, `TypeError`, `ValueError`."""
        run, target = data["run"], data["target"]
        ran_at = _ran_at(run["finished_at"], run["started_at"], data["made_at"])
        words = data["municipality"], target["product"], target["version"], data["plan"]["id"], data["origin"]
        if ran_at.tzinfo is None or not all(isinstance(word, str) for word in words):
            raise ValueError("en tid uten sone, eller noe annet enn tekst")
        return cls(path, *words, ran_at, str(data["made_at"]), frozenset(map(str, data["services"])))

    def is_about(self, pack: Pack) -> bool:
        """Whether the whole pack says the same."""
        said = (pack.municipality, pack.target.product, pack.target.version, pack.plan.id, pack.origin)
        same_run = _ran_at(pack.run.finished_at, pack.run.started_at, pack.made_at) == self.ran_at
        return same_run and said == (self.municipality, self.product, self.version, self.plan, self.origin)


def _ran_at(*moments: str) -> datetime:
    """The first of them that is told."""
    return datetime.fromisoformat(next(filter(None, moments)))


@dataclass(frozen=True)
class Ignored:
    """A file that lies there and cannot be read as a pack, and why (bokmål)."""

    path: Path
    why: str


@dataclass(frozen=True)
class Shelf:
    """Everything that lies in a folder."""

    packs: tuple[Kept, ...]
    ignored: tuple[Ignored, ...] = ()

    @cached_property
    def _by_names(self) -> dict[tuple[str, str], list[Kept]]:
        found: dict[tuple[str, str], list[Kept]] = {}
        for one in self.packs:
            found.setdefault((_bare(one.municipality), _bare(one.product)), []).append(one)
        return found

    def about(self, municipality: str, product: str) -> tuple[Kept, ...]:
        """The packs of a municipality and a product, however the names are written."""
        return tuple(self._by_names.get((_bare(municipality), _bare(product)), ()))


def read(folder: Path) -> Shelf:
    """Read the beginning of every package below a folder; raises `OSError` when the folder cannot be read."""
    packs, ignored = [], []
    for path in packages(folder):
        try:
            packs.append(_kept(path))
        except BadPack as refused:
            ignored.append(Ignored(path, str(refused.problem)))
        except OSError as error:
            ignored.append(Ignored(path, f"Filen kan ikke leses: {in_words(error)}."))
    return Shelf(tuple(packs), tuple(ignored))


def _kept(path: Path) -> Kept:
    content = next(ziplayout.beginning(path, (PACK_JSON,)))
    try:
        return Kept.of(path, json.loads(_without_scenarios(content)))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise refusal("wrong_document", path=PACK_JSON, found=error) from error


def _without_scenarios(content: bytes) -> bytes:
    """The document without what makes it long; as it is where it is not written as `epj pack` writes it.

    Inside a text these quotes would be escaped, so only the document's own keys can look like this.
    """
    before, begun, rest = content.partition(b',"scenarios":[{')
    _, ended, after = rest.rpartition(b'}],"schema":')
    return before + b',"schema":' + after if begun and ended else content


def near(asked: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or empty."""
    known = {_bare(name): name for name in names}
    return next((known[one] for one in get_close_matches(_bare(asked), known, n=1)), "")


def same(one: str, other: str) -> bool:
    """Whether two names mean the same, however they are written, and with or without «kommune»."""
    return _bare(one) == _bare(other)


def same_version(one: str, other: str) -> bool:
    """Whether two versions are the same, but for spaces and capital letters."""
    return one.strip().casefold() == other.strip().casefold()


def _bare(name: str) -> str:
    return plain(name).removesuffix("-kommune")
