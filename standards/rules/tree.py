"""The raw tree as rules ask it: an element of a message that is read remembers its children by name.

Cheap are paths of child steps, `mh:A/mh:B`, `*` and `*[local-name()='A']`: a look-up for each step. Whatever else
XPath has works too and costs several times as much; so does any path on an element that did not come from `read`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, cast

from lxml import etree

from standards.xml import NS

_PREFIXES: Final = dict(NS)
_CHILD_STEP: Final = re.compile(r"(?P<prefix>\w+):(?P<name>[\w-]+)|\*\[local-name\(\)='(?P<local>\w+)'\]|(?P<any>\*)")
_ANY: Final = "*"
# Not itertext: that takes quadratic time over many comments.
_STRING: Final = etree.XPath("string()")

Step = tuple[str, str]
"""Local name, and the full tag when the namespace counts too."""


class Element(etree.ElementBase):
    """An element of a tree that nobody changes any more."""

    __slots__ = ("_named",)
    _named: dict[str, list[etree._Element]]

    def named(self, name: str) -> list[etree._Element]:
        """The children with that local name, in order; all of them for `*`."""
        try:
            return self._named.get(name, [])
        except AttributeError:
            self._named = _by_name(self)
            return self._named.get(name, [])


LOOKUP: Final = etree.ElementDefaultClassLookup(element=Element)
"""For the parser: makes every element an `Element`."""


def nodes(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath with the prefixes of `NS`, as a list of your own."""
    steps = _steps(path) if isinstance(root, Element) else None
    if steps is None:
        found = _compiled(path)(root)
        return cast("list[etree._Element]", found) if isinstance(found, list) else []
    level: list[etree._Element] = [root]
    for local, tag in steps:
        level = [
            item for parent in level for item in cast("Element", parent).named(local) if not tag or item.tag == tag
        ]
    return level


def node(root: etree._Element, path: str) -> etree._Element | None:
    """The first element at an XPath."""
    return next(iter(nodes(root, path)), None)


def near(root: etree._Element, path: str) -> etree._Element:
    """The first element at an XPath, or the root itself: where to point when something is missing."""
    found = node(root, path)
    return root if found is None else found


def text(element: etree._Element | None) -> str:
    """All text in an element, trimmed; empty when there is no element."""
    if element is None:
        return ""
    if not len(element):
        return (element.text or "").strip()
    return str(_STRING(element)).strip()


def value(root: etree._Element, path: str) -> str:
    """The V attribute at an XPath, trimmed; empty when missing."""
    found = node(root, path)
    return "" if found is None else (found.get("V") or "").strip()


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child with that local name."""
    if isinstance(parent, Element):
        return next(iter(parent.named(name)), None)
    return next((item for item in parent.iterchildren(etree.Element) if local_name(item) == name), None)


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _by_name(parent: etree._Element) -> dict[str, list[etree._Element]]:
    everyone: list[etree._Element] = []
    named = {_ANY: everyone}
    for item in parent:
        if isinstance(item.tag, str):  # a comment has none
            everyone.append(item)
            named.setdefault(item.tag.rpartition("}")[2], []).append(item)
    return named


@lru_cache(maxsize=512)
def _steps(path: str) -> tuple[Step, ...] | None:
    """The path as child steps; None when it is more than that."""
    matches = [_CHILD_STEP.fullmatch(step) for step in path.split("/")]
    found = [match for match in matches if match is not None]
    return tuple(_step(match) for match in found) if len(found) == len(matches) else None


def _step(match: re.Match[str]) -> Step:
    if match["prefix"]:
        return match["name"], f"{{{NS[match['prefix']]}}}{match['name']}"
    return match["local"] or _ANY, ""


@lru_cache(maxsize=512)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=_PREFIXES)
