"""Examples as files: readable XML and JSON, a conversation as an exchange folder, and everything in a tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from lxml import etree

from epj.options import WrongUse
from standards import xml
from standards.errors import in_words
from standards.exchange import Exchange
from standards.samples import Sample

_GENERATED: Final = re.compile(rb"<GenDate>(\d{4}-\d\d-\d\dT[\d:]+[+-]\d\d:\d\d)</GenDate>")


def readable(raw: bytes) -> bytes:
    """The document with a line for each element or member; no bytes stay none."""
    if not raw:
        return raw
    if raw.lstrip()[:1] in b"{[":
        return json.dumps(json.loads(raw), ensure_ascii=False, indent=2).encode() + b"\n"
    root = xml.parse(raw)
    etree.indent(root)
    return xml.serialize(root) + b"\n"


def sent_at(raw: bytes) -> datetime | None:
    """When the message says that it was made; None when it does not say."""
    found = _GENERATED.search(raw)
    return datetime.fromisoformat(found[1].decode()) if found else None


def name_of(sample: Sample) -> str:
    """The path of an example in the tree, without ending; a code may hold what a file name should not."""
    return f"{sample.short}/{sample.version}/{sample.file.replace(':', '_')}"


def write_file(path: Path, raw: bytes) -> None:
    """Write one file, with the folders above it; raises `WrongUse` with the path when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    except OSError as error:
        raise WrongUse(f"Får ikke skrevet {path}: {in_words(error)}. Velg et annet sted.") from error


def write_exchange(folder: Path, exchange: Exchange) -> tuple[str, ...]:
    """Write a conversation to a folder that is new or empty; the names that it got."""
    require_empty(folder)
    shown = Exchange(tuple(replace(item, raw=readable(item.raw)) for item in exchange), exchange.acting_for_other)
    files = shown.to_files()
    for name, raw in files.items():
        write_file(folder / name, raw)
    return tuple(files)


def require_empty(folder: Path) -> None:
    """Raise `WrongUse` where files of something else would be mixed in or written over."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise WrongUse(f"{folder} finnes fra før og er ikke en tom mappe. Velg en ny mappe.")


def count(written: Iterable[object], one: str, many: str) -> str:
    """`1 fil`, `3 filer`."""
    number = sum(1 for _ in written)
    return f"{number} {one if number == 1 else many}"
