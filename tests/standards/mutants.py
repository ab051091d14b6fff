"""Seeded mutants of good messages: one to three faults of structure or value, named so that a failure can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lxml import etree

from standards import xml
from standards.schema import OWN_FOLDER

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XS = "http://www.w3.org/2001/XMLSchema"

VALUES: tuple[str, ...] = (
    *("", " ", "x", "æøå", "1", "-1", "007", "1.5", "1e3", "NaN", "INF", "true", "TRUE", "0", "32", "-31", "13"),
    *("2026-12-01T10:15:00", "2026-12-01T10:15:00Z", "2026-12-01T10:15:00+01:00", "2026-12-01T10:15:00.5Z"),
    *("2026-12-01T10:15:00.", "2026-12-01T10:15", "2026-12-01 10:15:00", "2026-13-01T10:15:00", "2026-02-30T10:15:00"),
    *(
        " 2026-12-01T10:15:00 ",
        "+2026-12-01T10:15:00",
        "-2026-12-01T10:15:00.0Z",
        "2026-12-01T24:00:00",
        "12026-12-01T10:15:00",
    ),
    *(
        "2026-12-01",
        "2026-12-01Z",
        "2026-12-01+01:00",
        "01.12.2026",
        "2026-12",
        "2026",
        "10:15:00",
        "10:15",
        " 2026-12-01 ",
    ),
    *("P", "PT", "PT30M", "P30M", "P1Y2M3DT4H5M6S", "P1W", "1W", "-PT15M", "+P1D", "PT1.5S", "P1D2H", " PT30M"),
    *("DAILY", "WEEKLY", " WEEKLY ", "daily", "MO", " SU", "GREGORIAN", " GREGORIAN", "THISANDFUTURE ", "CONFIRMED"),
    *("Avlyst av tjeneste", " Avlyst av tjeneste", "Avlyst på vegne av tjenestemottaker", "Avlyst"),
    *(
        "2.16.578.1.12.4.1.1.8116",
        "2.16.578. 1",
        "2..16",
        ".2.16",
        "2.16.",
        " 2.16 ",
        "2",
        "2.16.578.1.12.4.1.1.8116x",
        "٢.١",
    ),
    *("v1.2 2006-05-24", " v1.2 2006-05-24", "v1.2  2006-05-24", "v1.1 2012-02-15", "+01:00", "01:00", "0100", "-1:00"),
    *(
        "aGVp",
        "aGVpIQ==",
        "aGV",
        "a GVp",
        "åååå",
        "http://x/ y",
        "mailto:a@b",
        "%zz",
        "::",
        "text/plain",
        "GZ",
        "SHA-1",
        "NI",
    ),
    *("agreed", " never", "always", "mshSignalsOnly", "none ", "persistent", "request", "simple", "nb", "x:y", "-x"),
)
ATTRIBUTES: tuple[str, ...] = (
    *(
        "V",
        "S",
        "DN",
        "OT",
        "v",
        "Id",
        "Algorithm",
        "URI",
        "Type",
        "Target",
        f"{{{XSI}}}nil",
        f"{{{XSI}}}schemaLocation",
    ),
    *(f"{{{XSI}}}type", f"{{{xml.KITH}}}NULL", f"{{{xml.KITH}}}MT", f"{{{xml.KITH}}}ENC", f"{{{xml.KITH}}}ICA"),
    *(f"{{{xml.KITH}}}COMPN", f"{{{xml.KITH}}}IC", f"{{{xml.KITH}}}V", "{http://www.w3.org/XML/1998/namespace}lang"),
    *(f"{{{xml.CPPA}}}{name}" for name in ("id", "idref", "version", "syncReplyMode", "action", "type", "value")),
    *(f"{{{xml.XLINK}}}{name}" for name in ("type", "href", "role", "show", "label")),
    "{http://www.w3.org/XML/1998/namespace}space",
)
BUILTINS: tuple[str, ...] = (
    *("xs:string", "xs:token", "xs:date", "xs:dateTime", "xs:integer", "xs:int", "xs:float", "xs:boolean"),
    *("xs:base64Binary", "xs:anyURI", "xs:anyType", "xs:finnesIkke", "nei:finnesIkke"),
)
NAMESPACES: tuple[str, ...] = (*xml.NS.values(), "http://www.kith.no/xmlstds/dialog/2020-01-01", "")


@dataclass(frozen=True)
class Mutant:
    """A changed copy of a message and what was done to it."""

    done: str
    root: etree._Element


def vocabulary() -> tuple[str, ...]:
    """Every element name of our own pack, in every namespace that declares one by that name or takes it in."""
    names = {
        element.get("name", "")
        for path in sorted(OWN_FOLDER.glob("*.xsd"))
        for element in etree.parse(str(path)).iter(f"{{{XS}}}element")
    }
    return tuple(sorted(name for name in names if name))


def mutants(messages: Sequence[etree._Element], seed: int, count: int) -> Iterator[Mutant]:
    """`count` mutants; the same seed and messages give the same mutants."""
    random = Random(seed)
    maker = _Maker(random, messages, vocabulary())
    for _ in range(count):
        root = deepcopy(random.choice(messages))
        done = []
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            name, mutate = random.choice(maker.operators)
            target = random.choice(list(root.iter(etree.Element)))
            done.append(f"{name} {xml.path_of(target)}")
            root = mutate(root, target)
        # Through bytes, as a message comes: this also settles namespaces and neighbouring text nodes.
        yield Mutant("; ".join(done), etree.fromstring(xml.serialize(root)))


def neighbours(root: etree._Element) -> Iterator[Mutant]:
    """Every document one step away: an element dropped, doubled, emptied or swapped, an attribute or a text spoiled."""
    for number, element in enumerate(root.iter(etree.Element)):
        steps = list(_STEPS.items()) if number else [("empty", _STEPS["empty"])]
        for name, step in [*steps, *((f"spoil {key}", _spoil(str(key))) for key in element.attrib)]:
            copy = deepcopy(root)
            step(list(copy.iter(etree.Element))[number])
            yield Mutant(f"{name} {xml.path_of(element)}", etree.fromstring(xml.serialize(copy)))


def _spoil(name: str) -> Callable[[etree._Element], None]:
    return lambda element: element.set(name, element.get(name, "") + "!")


def _drop(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _double(element: etree._Element) -> None:
    element.addnext(deepcopy(element))


def _empty(element: etree._Element) -> None:
    element.text = None
    del element[:]


def _spoil_text(element: etree._Element) -> None:
    element.text = (element.text or "") + "!"


def _swap(element: etree._Element) -> None:
    if (following := element.getnext()) is not None:
        following.addnext(element)


_STEPS: dict[str, Callable[[etree._Element], None]] = {
    "drop": _drop,
    "double": _double,
    "empty": _empty,
    "spoil": _spoil_text,
    "swap": _swap,
}


def read_folder(folder: Path) -> list[etree._Element]:
    """Every XML file in a folder as a message."""
    return [xml.parse(path.read_bytes()) for path in sorted(folder.glob("*.xml"))]


Mutate = Callable[[etree._Element, etree._Element], etree._Element]


class _Maker:
    def __init__(self, random: Random, messages: Sequence[etree._Element], names: Sequence[str]) -> None:
        self._random = random
        self._names = names
        self._messages = messages
        self.operators: tuple[tuple[str, Mutate], ...] = (
            ("drop", self._drop),
            ("duplicate", self._duplicate),
            ("swap", self._swap),
            ("move", self._move),
            ("rename", self._rename),
            ("namespace", self._namespace),
            ("attribute", self._attribute),
            ("type", self._type),
            ("drop-attribute", self._drop_attribute),
            ("value", self._value),
            ("value", self._value),
            ("leaf-value", self._leaf_value),
            ("text", self._text),
            ("insert", self._insert),
            ("graft", self._graft),
            ("clear", self._clear),
            ("wrap", self._wrap),
            ("promote", self._promote),
            ("comment", self._comment),
            ("nil", self._nil),
            ("whitespace", self._whitespace),
            ("foreign", self._foreign),
        )

    def _drop(self, root: etree._Element, target: etree._Element) -> etree._Element:
        parent = target.getparent()
        if parent is not None:
            parent.remove(target)
        return root

    def _duplicate(self, root: etree._Element, target: etree._Element) -> etree._Element:
        if target.getparent() is not None:
            target.addnext(deepcopy(target))
        return root

    def _swap(self, root: etree._Element, target: etree._Element) -> etree._Element:
        following = target.getnext()
        if following is not None and target.getparent() is not None:
            following.addnext(target)
        return root

    def _move(self, root: etree._Element, target: etree._Element) -> etree._Element:
        places = [place for place in root.iter(etree.Element) if target not in (place, *place.iterancestors())]
        if target.getparent() is not None and places:
            self._place(self._random.choice(places), target)
        return root

    def _rename(self, root: etree._Element, target: etree._Element) -> etree._Element:
        namespace = etree.QName(target).namespace
        name = self._random.choice(self._names)
        target.tag = f"{{{namespace}}}{name}" if namespace else name
        return root

    def _namespace(self, root: etree._Element, target: etree._Element) -> etree._Element:
        namespace, name = self._random.choice(NAMESPACES), etree.QName(target).localname
        target.tag = f"{{{namespace}}}{name}" if namespace else name
        return root

    def _attribute(self, root: etree._Element, target: etree._Element) -> etree._Element:
        name = self._random.choice((*ATTRIBUTES, *map(str, target.attrib)))
        if name == f"{{{XSI}}}type":
            return self._type(root, target)
        target.set(name, self._random.choice(VALUES))
        return root

    def _type(self, root: etree._Element, target: etree._Element) -> etree._Element:
        """Claim another type: one that any schema knows, since a pack's own type names are no part of the language."""
        parent = target.getparent()
        copy = etree.Element(target.tag, dict(target.attrib), nsmap={**target.nsmap, "xs": XS})
        copy.text, copy.tail = target.text, target.tail
        copy.extend(list(target))
        copy.set(f"{{{XSI}}}type", self._random.choice(BUILTINS))
        if parent is None:
            return copy
        parent.replace(target, copy)
        return root

    def _drop_attribute(self, root: etree._Element, target: etree._Element) -> etree._Element:
        if target.attrib:
            del target.attrib[self._random.choice(list(target.attrib))]
        return root

    def _value(self, root: etree._Element, target: etree._Element) -> etree._Element:
        if target.attrib and self._random.random() < 0.5:
            target.set(str(self._random.choice(list(target.attrib))), self._random.choice(VALUES))
        elif not len(target):
            target.text = self._random.choice(VALUES)
        return root

    def _leaf_value(self, root: etree._Element, target: etree._Element) -> etree._Element:
        leaves = [leaf for leaf in target.iter(etree.Element) if not len(leaf)]
        leaf = self._random.choice(leaves or [target])
        leaf.text = self._random.choice(VALUES)
        return root

    def _text(self, root: etree._Element, target: etree._Element) -> etree._Element:
        if len(target):
            self._random.choice(list(target)).tail = "tekst"
        else:
            target.text = "\n  " if self._random.random() < 0.5 else "tekst"
        return root

    def _insert(self, root: etree._Element, target: etree._Element) -> etree._Element:
        namespace = self._random.choice((etree.QName(target).namespace, self._random.choice(NAMESPACES)))
        name = self._random.choice(self._names)
        new = etree.Element(f"{{{namespace}}}{name}" if namespace else name)
        if self._random.random() < 0.5:
            new.text = self._random.choice(VALUES)
        self._place(target, new)
        return root

    def _graft(self, root: etree._Element, target: etree._Element) -> etree._Element:
        source = self._random.choice(list(self._random.choice(self._messages).iter(etree.Element)))
        self._place(target, deepcopy(source))
        return root

    def _clear(self, root: etree._Element, target: etree._Element) -> etree._Element:
        for child in list(target):
            target.remove(child)
        target.text = None
        return root

    def _wrap(self, root: etree._Element, target: etree._Element) -> etree._Element:
        parent = target.getparent()
        if parent is None:
            return root
        wrapper = etree.Element(target.tag)
        parent.replace(target, wrapper)
        wrapper.append(target)
        return root

    def _promote(self, root: etree._Element, target: etree._Element) -> etree._Element:
        """The part alone as the whole document."""
        return deepcopy(target) if self._random.random() < 0.3 else root

    def _comment(self, root: etree._Element, target: etree._Element) -> etree._Element:
        new = etree.Comment("merknad") if self._random.random() < 0.5 else etree.ProcessingInstruction("pi", "x")
        self._place(target, new)
        return root

    def _nil(self, root: etree._Element, target: etree._Element) -> etree._Element:
        target.set(f"{{{XSI}}}nil", self._random.choice(("true", "false", "1")))
        return root

    def _whitespace(self, root: etree._Element, target: etree._Element) -> etree._Element:
        """Spaces around what stands there, which some types forgive."""
        if target.attrib and self._random.random() < 0.5:
            name = str(self._random.choice(list(target.attrib)))
            target.set(name, f" {target.get(name)} ")
        else:
            target.text = f"\n {target.text or ''} "
        return root

    def _foreign(self, root: etree._Element, target: etree._Element) -> etree._Element:
        self._place(target, etree.Element("{urn:fremmed}fremmed"))
        return root

    def _place(self, target: etree._Element, new: etree._Element) -> None:
        target.insert(self._random.randint(0, len(target)), new)
