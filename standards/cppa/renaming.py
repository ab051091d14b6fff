"""Ids across two profiles: which a value holds, and the same value with ids replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_T = TypeVar("_T")


def ids_in(value: object) -> Iterator[str]:
    """Every id that stands in a value, as a name or as a reference."""
    if isinstance(value, tuple):
        for item in value:
            yield from ids_in(item)
    elif is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            if not one.metadata.get("id"):
                yield from ids_in(inner)
            elif inner:
                yield from ((inner,) if isinstance(inner, str) else inner)


def renamed(value: _T, names: Mapping[str, str]) -> _T:
    """The same value with ids replaced; what is not in `names` stays."""
    return _walk(value, lambda name: names.get(name, name)) if names else value


def _walk(value: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_walk(item, rename) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for one in fields(value):
        inner = getattr(value, one.name)
        if not one.metadata.get("id"):
            changes[one.name] = _walk(inner, rename)
        elif isinstance(inner, str):
            changes[one.name] = rename(inner)
        else:
            changes[one.name] = tuple(rename(item) for item in inner)
    return replace(value, **changes)
