"""Answers of staff then and now: only what has to do with the scenario is laid beside each other."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from typing import Any

from .documents import Document, differences, leaves_of
from .values import TOKEN, Difference, Values

RAW = "raw_b64"
"""What staff call a message byte by byte."""
_LONGEST_SHORT = 4
"""Characters: ids as short as this may stand in any text."""


def relevant(data: Any, known: Collection[str], of_the_run: Callable[[str], bool]) -> Any:
    """The entries of lists that name an id of the scenario, or are from while it ran."""
    ids = [one.lower() for one in known if len(one) > _LONGEST_SHORT]

    def ours(entry: Any) -> bool:
        values = [value for _, value in leaves_of(entry).values()]
        if any(one in value.lower() for value in values for one in ids):
            return True
        return any(of_the_run(found[0]) for value in values for found in TOKEN.finditer(value) if found["time"])

    if isinstance(data, Mapping):
        return {key: relevant(value, known, of_the_run) for key, value in data.items()}
    return [entry for entry in data if ours(entry)] if isinstance(data, list) else data


def both(then: Any, now: Any, values: Values) -> tuple[Any, Any]:
    """What of two answers is about the scenario: by its ids, or where nothing names one, by when it was."""
    known_then = values.ids.keys() | values.plain.keys()
    known_now = {*values.ids.values(), *values.plain.values()}
    if leaves_of(named := relevant(then, known_then, _never)):
        return named, relevant(now, known_now, _never)
    times = values.times
    return relevant(then, known_then, times.in_the_scenario), relevant(now, known_now, times.in_this_replay)


def _never(_: str) -> bool:
    return False


def same_data(then: Any, now: Any, values: Values) -> Difference | None:
    """The first place where two answers differ; None when they say the same."""
    before, after = leaves_of(then), leaves_of(now)
    for where in dict.fromkeys((*before, *after)):
        name, was = before.get(where, ("", ""))
        is_now = after.get(where, ("", ""))[1]
        if (where in before) != (where in after):
            return Difference(where, was, is_now)
        if name == RAW:
            inside = differences(_opened(was), _opened(is_now), values)
            if inside:
                return Difference(f"{where}{inside[0].where}", inside[0].then, inside[0].now)
        elif not _same(name, was, is_now, values):
            return Difference(where, was, is_now)
    return None


def _opened(content: str) -> Document:
    """A message that was told of in base64."""
    try:
        raw = base64.b64decode(content, validate=True)
    except ValueError:
        raw = content.encode()
    return Document(raw, {}, "")


def _same(name: str, then: str, now: str, values: Values) -> bool:
    """Ids are called what they are called; what was learnt from messages stands."""
    return values.same("MsgId" if name == "id" or name.endswith("_id") else name, then, now)
