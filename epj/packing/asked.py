"""The packs that somebody asks about: files, whole folders, and names with a star that no shell has filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from conformance.packing.layout import packages
from epj.options import WrongUse
from standards.errors import in_words

_UNFILLED = frozenset("*?")


def named(asked: Iterable[Path]) -> list[Path]:
    """Every package meant, each once; raises `WrongUse` for a folder, or a name with a star, that means none."""
    return list(dict.fromkeys(path for one in asked for path in _named(one)))


def _named(asked: Path) -> Iterator[Path]:
    found = list(_filled(asked)) if _is_unfilled(asked) else [asked]
    if not found:
        raise WrongUse(f"Ingen fil heter noe slikt som {asked}. Oppgi pakken, eller mappen den ligger i.")
    for path in found:
        yield from _in_folder(path) if path.is_dir() else [path]


def _in_folder(folder: Path) -> list[Path]:
    try:
        found = packages(folder)
    except OSError as error:
        raise WrongUse(f"{folder} kan ikke leses: {in_words(error)}.") from error
    if not found:
        raise WrongUse(f"Mappen {folder} har ingen pakker (.zip). Oppgi mappen som epj pack skrev i, eller en pakke.")
    return found


def _is_unfilled(path: Path) -> bool:
    """Whether the shell left the star as it was typed, as the command prompt of Windows does."""
    return bool(_UNFILLED & set(path.name)) and not path.exists()


def _filled(path: Path) -> Iterator[Path]:
    return iter(sorted(path.parent.glob(path.name)))
