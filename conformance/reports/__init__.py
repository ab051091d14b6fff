"""Report formats: every module in this package with a `write(facts, directory) -> Path` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from conformance.reports.facts import Facts

Writer = Callable[[Facts, Path], Path]


def write_whole(path: Path, content: bytes) -> Path:
    """Write a report that is whole or not there at all; raises `OSError`."""
    draft = path.with_name(f".{path.name}.del")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def writers() -> dict[str, Writer]:
    """Module name → its writer, for every format found beside this file."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        write = getattr(importlib.import_module(f"{__name__}.{module.name}"), "write", None)
        if callable(write):
            found[module.name] = write
    return found
