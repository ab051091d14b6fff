"""A breach of R4 in a resource: where, what and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

_PLACE: Final[Callable[..., Any]] = etree.XPath("*[local-name() = $name][$place]")


@dataclass(frozen=True)
class Breach:
    """One thing that R4 does not allow (bokmål); `at` is a JSON pointer, `key` the invariant when it is one."""

    at: str
    problem: str
    expected: str = ""
    found: str = ""
    fix: str = ""
    key: str = ""
    zone: bool = False
    """Whether only the zone of a time is missing."""


def walk(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in the resource with its JSON pointer, outermost first."""
    waiting = [(at, value)]
    while waiting:
        here, one = waiting.pop()
        yield here, one
        if isinstance(one, Mapping):
            waiting.extend((f"{here}/{name}", inner) for name, inner in reversed(list(one.items())))
        elif isinstance(one, list):
            waiting.extend((f"{here}/{index}", inner) for index, inner in reversed(list(enumerate(one))))


def locate(root: etree._Element, pointer: str) -> etree._Element:
    """The XML element that a JSON pointer is about, or the nearest one around it."""
    here = root
    for token in pointer.split("/")[1:]:
        if token.isdigit():
            here = _nth(here, int(token))
            continue
        name = token.removeprefix("_")
        inner = next(here.iterchildren(etree.Element), None)
        found = _child(here, name)
        if found is None and inner is not None and etree.QName(inner).localname[:1].isupper():
            found = _child(inner, name)
        if found is None:
            return here
        here = found
    return here


def _child(parent: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in parent.iterchildren(etree.Element) if etree.QName(one).localname == name), None)


def _nth(first: etree._Element, index: int) -> etree._Element:
    parent = first.getparent()
    found = [] if parent is None else _PLACE(parent, name=etree.QName(first).localname, place=index + 1)
    return found[0] if found else first
