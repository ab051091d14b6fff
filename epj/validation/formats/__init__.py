"""Forms of the report: every module in this package with a `Writer` is one, named as the module."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from epj.validation.language import Language
from epj.validation.records import Judged
from epj.validation.tally import Tally


@dataclass(frozen=True)
class Setting:
    """What a writer is told about the run; `folder` is where pages of their own go, when one was asked for."""

    say: Language
    schemas: str | None = None
    profile: str | None = None
    quiet: bool = False
    colour: bool = False
    width: int = 100
    folder: Path | None = None


class Writer(Protocol):
    """Writes as the files go by, so that nothing need be kept."""

    def __init__(self, out: IO[str], setting: Setting) -> None:
        """Begin the report."""

    def file(self, judged: Judged) -> None:
        """One file."""

    def exchange(self, record: dict[str, Any]) -> None:
        """One conversation; its files have been written."""

    def unread(self, file: str, reason: str) -> None:
        """Something that could not be read."""

    def end(self, tally: Tally) -> None:
        """The sums; the report is then whole, also after a run that was stopped."""


def names() -> tuple[str, ...]:
    """The forms there are, text first."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(found, key=lambda name: name != "text"))


def writer(name: str) -> type[Writer]:
    """The writer of a form."""
    found: type[Writer] = importlib.import_module(f"{__name__}.{name}").Writer
    return found


def pages(name: str) -> bool:
    """Whether the form can write a folder with a page for each message."""
    return bool(getattr(importlib.import_module(f"{__name__}.{name}"), "PAGES", False))
