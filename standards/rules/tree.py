"""The raw tree as rules ask it, with XPath and the prefixes of `NS`.

Paths of child steps, `mh:A/mh:B`, `*`, `f:*` and `*[local-name()='A']`, are walked right here and are cheap; so is
`child`. Whatever else XPath has works too, and costs some five times as much: ask for it where it seldom comes to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, cast

from lxml import etree

from standards.xml import NS

_PREFIXES: Final = dict(NS)
_CHILD_STEP: Final = re.compile(
    r"(?:(?P<prefix>\w+):)?(?P<name>\*|(?<=:)[\w-]+)|\*\[local-name\(\)='(?P<local>[^']+)'\]"
)
# Not itertext: that takes quadratic time over many comments.
_STRING: Final = etree.XPath("string()")

Step = tuple[str, str]
"""The full tag, or empty and what `iterchildren` takes for every such child."""


def nodes(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath with the prefixes of `NS`."""
    steps = _steps(path)
    if steps is None:
        found = _compiled(path)(root)
        return cast("list[etree._Element]", found) if isinstance(found, list) else []
    level = [root]
    for tag, pattern in steps:
        if tag:
            level = [item for parent in level for item in parent if item.tag == tag]
        else:
            level = [item for parent in level for item in parent.iterchildren(pattern)]
    return level


def node(root: etree._Element, path: str) -> etree._Element | None:
    """The first element at an XPath."""
    steps = _steps(path)
    if steps is None:
        return next(iter(nodes(root, path)), None)
    found = root
    for number, (tag, pattern) in enumerate(steps):
        for item in found if tag else found.iterchildren(pattern):
            if item.tag == tag or not tag:
                found = item
                break
        else:  # a dead end: a later sibling of some step may still lead on
            return next(iter(nodes(root, path)), None) if number else None
    return found


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
    return value_of(node(root, path))


def value_of(element: etree._Element | None) -> str:
    """The V attribute, trimmed; empty when it or the element is missing."""
    return "" if element is None else (element.get("V") or "").strip()


def children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children with that local name, whatever their namespace."""
    return parent.iterchildren(f"{{*}}{name}")


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child with that local name."""
    return next(children(parent, name), None)


def named(parent: etree._Element, namespace: str = "*") -> dict[str, etree._Element]:
    """The first child of each local name, of one namespace or of any: for who asks for several."""
    found: dict[str, etree._Element] = {}
    for item in parent.iterchildren(f"{{{namespace}}}*"):
        found.setdefault(item.tag.rpartition("}")[2], item)
    return found


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


@lru_cache(maxsize=512)
def _steps(path: str) -> tuple[Step, ...] | None:
    """The path as child steps; None when it is more than that."""
    matches = [_CHILD_STEP.fullmatch(step) for step in path.split("/")]
    found = [match for match in matches if match is not None]
    return tuple(_step(match) for match in found) if len(found) == len(matches) else None


def _step(match: re.Match[str]) -> Step:
    if match["local"]:
        return "", f"{{*}}{match['local']}"
    name = f"{{{NS[match['prefix']]}}}{match['name']}" if match["prefix"] else match["name"]
    return ("", name) if match["name"] == "*" else (name, "")


@lru_cache(maxsize=512)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=_PREFIXES)
