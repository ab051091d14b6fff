"""JSON as lines with indents, and the line where each JSON pointer is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Laid = tuple[str, dict[str, int]]


def laid_out(raw: bytes) -> Laid | None:
    """The text with indents, and pointer → line; None when it is not JSON."""
    try:
        value = json.loads(raw)
        lines = list(_lines(value, "", "", "", ""))
    except (ValueError, RecursionError):
        return None
    places: dict[str, int] = {}
    for number, (_, pointer) in enumerate(lines, start=1):
        places.setdefault(pointer, number)
    return "\n".join(text for text, _ in lines), places


def _lines(value: Any, pointer: str, indent: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    """Each line with the pointer of what stands there."""
    members = _members(value)
    if not members:
        yield f"{indent}{before}{json.dumps(value, ensure_ascii=False)}{after}", pointer
        return
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    yield f"{indent}{before}{first}", pointer
    for place, (name, key, member) in enumerate(members, start=1):
        comma = "," if place < len(members) else ""
        yield from _lines(member, f"{pointer}/{key}", indent + "  ", name, comma)
    yield f"{indent}{last}{after}", pointer


def _members(value: Any) -> list[tuple[str, str, Any]]:
    """What is in it: as it is written in front, its step in a pointer, and the value."""
    if isinstance(value, dict):
        return [
            (f"{json.dumps(name, ensure_ascii=False)}: ", name.replace("~", "~0").replace("/", "~1"), member)
            for name, member in value.items()
        ]
    return [("", str(place), member) for place, member in enumerate(value)] if isinstance(value, list) else []
