"""Where a report goes: standard output as it is made, or a file that is whole or not there at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from epj.options import WrongUse
from standards.errors import in_words

FORMS: Final = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".sarif": "sarif",
    ".txt": "text",
    ".xml": "junit",
}
"""The form that the name of a file asks for, when no form is given."""

STDOUT: Final = ("-", "/dev/stdout")


@contextmanager
def opened(path: Path | None) -> Iterator[IO[str]]:
    """Standard output, or a draft that takes the place of the file when all went well."""
    if path is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        with _device(path) if _is_device(path) else _draft(Path(os.path.realpath(path))) as out:
            yield out
    except OSError as error:
        raise refused(path, error) from error


@contextmanager
def _draft(path: Path) -> Iterator[IO[str]]:
    draft = path.with_name(f".{path.name}.del")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _device(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="\n")


def _is_device(path: Path) -> bool:
    """A pipe or a device is written to; a file in its place would take it away from everybody else."""
    return os.path.lexists(path) and (path.is_relative_to("/dev") or (path.exists() and not path.is_file()))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there at all; raises `OSError`."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}", delete=False) as draft:
        draft.write(content)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)


def refused(path: Path, error: OSError) -> WrongUse:
    """Why the report could not be written."""
    return WrongUse(f"--out {path}: kan ikke skrives ({in_words(error)}). Velg en annen fil.")
