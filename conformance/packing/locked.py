"""The list of scenarios with their tags, read quickly: enough to know what a plan has, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FEATURE, _RULE, _SCENARIO = "Egenskap:", "Regel:", "Scenario:"
_AREA_AND_NUMBER: Final = 2
_LEVELS: Final = ("skal", "bør", "kan")
_CLASS: Final = "klasse-"


@dataclass(frozen=True)
class Tagged:
    """What a plan looks at in a scenario."""

    id: str
    file: str
    tags: tuple[str, ...]

    @property
    def level(self) -> str:
        """How binding it is: skal, bør or kan."""
        return next((tag for tag in self.tags if tag in _LEVELS), "")

    @property
    def severity_class(self) -> str:
        """A, B or C."""
        return next((tag.removeprefix(_CLASS) for tag in self.tags if tag.startswith(_CLASS)), "")


def tagged(features: Path) -> tuple[Tagged, ...]:
    """Every scenario of a folder, by id; `conformance.runner.lint` proves the files."""
    paths = features.rglob("*.feature")
    found = (one for path in paths for one in _of_file(path, path.relative_to(features).as_posix()))
    return tuple(sorted(found, key=lambda one: one.id))


def _of_file(path: Path, name: str) -> Iterator[Tagged]:
    pending: list[str] = []
    above: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        text = line.strip()
        if text.startswith("@"):
            pending += [word.removeprefix("@") for word in text.partition(" #")[0].split()]
        elif text.startswith((_FEATURE, _RULE)):
            above[_FEATURE if text.startswith(_FEATURE) else _RULE] = pending
            pending = []
        elif text.startswith(_SCENARIO):
            tags = tuple(dict.fromkeys([*above.get(_FEATURE, ()), *above.get(_RULE, ()), *pending]))
            yield Tagged(_id_of(pending), name, tags)
            pending = []


def _id_of(tags: list[str]) -> str:
    return next((tag for tag in tags if _is_id(tag)), "")


def _is_id(tag: str) -> bool:
    parts = tag.split("-")
    return len(parts) == _AREA_AND_NUMBER and parts[0].isupper() and parts[1][:1] in "NF" and parts[1][1:].isdigit()
