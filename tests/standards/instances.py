"""Random documents grown from a folder of XSD files: mostly valid ones, from every corner of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from lxml import etree

from standards.schema_folder import assemble
from standards.xml import serialize
from tests.standards.mutants import VALUES, XS

_GOOD: dict[str, tuple[str, ...]] = {
    "string": ("tekst", "", "2026-12-01", "æ ø å"),
    "token": ("HER", "1", "FNR", " x  y "),
    "NMTOKEN": ("x", "NI"),
    "anyURI": ("tel:123", "http://x.no/a", ""),
    "dateTime": ("2026-12-01T10:15:00", "2026-12-01T10:15:00Z", "2026-12-01T10:15:00.25Z"),
    "date": ("2026-12-01",),
    "gYear": ("2026",),
    "gYearMonth": ("2026-12",),
    "time": ("10:15:00",),
    "integer": ("1", "12", "-3"),
    "int": ("1", "12", "-3"),
    "nonNegativeInteger": ("0", "1", "12"),
    "duration": ("PT5M", "P180M", "P1Y2M3DT4H5M6S"),
    "language": ("nb", "en-GB"),
    "float": ("59.9", "INF"),
    "boolean": ("true", "0"),
    "base64Binary": ("aGVp", ""),
    "NCName": ("a1", "b2"),
    "Name": ("a1", "x:b2"),
    "IDREF": ("id1", "id2", "id3"),
    "anyType": ("tekst",),
}
_MAX_DEPTH = 14
_WHOLE = {
    *("MsgHead", "AppRec", "Dialogmelding", "icalendar", "Signature", "CollaborationProtocolProfile"),
    *("CollaborationProtocolProfile", "CollaborationProtocolAgreement"),
}


class Grammar:
    """The components of a pack, found through its includes and imports; enough of XSD for the packs compared here."""

    def __init__(self, folder: Path) -> None:
        self._parts: dict[tuple[str, str, str], tuple[etree._Element, str]] = {}
        self._members: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._documents = assemble(folder)
        self._load(self._documents.start, "", set())
        self.roots = sorted((ns, name) for kind, ns, name in self._parts if kind == "element")
        self.attributes = sorted((ns, name) for kind, ns, name in self._parts if kind == "attribute")

    def grow(self, random: Random, root: tuple[str, str]) -> etree._Element | None:
        """A document with this root element; None for an abstract one."""
        return _Grower(self, random).element(*self.part("element", *root), depth=0)

    def part(self, kind: str, namespace: str, name: str) -> tuple[etree._Element, str]:
        """The declaration and the namespace that it lives in."""
        return self._parts[kind, namespace, name]

    def has(self, kind: str, namespace: str, name: str) -> bool:
        """Whether there is such a component."""
        return (kind, namespace, name) in self._parts

    def members(self, namespace: str, name: str) -> list[tuple[str, str]]:
        """The elements that may stand in for this one."""
        return self._members.get((namespace, name), [])

    def _load(self, address: str, including: str, seen: set[tuple[str, str]]) -> None:
        schema = etree.fromstring(self._documents.documents[address])
        namespace = schema.get("targetNamespace") or including
        if (address, namespace) in seen:
            return
        seen.add((address, namespace))
        for node in schema.iterchildren(etree.Element):
            kind = etree.QName(node).localname
            if kind in ("include", "import"):
                if not node.get("schemaLocation"):
                    continue
                self._load(node.get("schemaLocation", ""), namespace, seen)
                continue
            self._parts[kind, namespace, node.get("name", "")] = (node, namespace)
            if node.get("substitutionGroup"):
                head = resolve(node, "substitutionGroup", namespace)
                self._members.setdefault(head, []).append((namespace, node.get("name", "")))


def resolve(node: etree._Element, attribute: str, namespace: str) -> tuple[str, str]:
    """Namespace and local name of a QName attribute."""
    return resolve_name(node, node.get(attribute, ""), namespace)


def resolve_name(node: etree._Element, value: str, namespace: str) -> tuple[str, str]:
    """Namespace and local name of a QName; a bare one belongs to the including schema."""
    prefix, _, name = value.rpartition(":")
    uri = "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else node.nsmap.get(prefix or None)
    return (uri or namespace), name


class _Grower:
    def __init__(self, grammar: Grammar, random: Random) -> None:
        self._grammar = grammar
        self._random = random
        self._ids = 0
        # A large document is valid only when nothing in it is spoiled.
        self._care = random.choice((0.97, 1.0))

    def element(self, node: etree._Element, namespace: str, depth: int) -> etree._Element | None:
        reference = node.get("ref")
        if reference:
            return self._referred(resolve(node, "ref", namespace), depth)
        if node.get("abstract") == "true":
            return None
        result = etree.Element(f"{{{namespace}}}{node.get('name')}")
        if node.get("fixed") is not None:
            result.text = node.get("fixed")
        elif node.get("type"):
            self._typed(result, *resolve(node, "type", namespace), depth)
        else:
            for child in node.iterchildren(f"{{{XS}}}complexType", f"{{{XS}}}simpleType"):
                self._fill(result, child, namespace, depth)
        return result

    def _referred(self, target: tuple[str, str], depth: int) -> etree._Element | None:
        members = self._grammar.members(*target)
        if members:
            target = self._random.choice(members)
        return self.element(*self._grammar.part("element", *target), depth)

    def _typed(self, result: etree._Element, namespace: str, name: str, depth: int) -> None:
        if namespace == XS:
            result.text = self._builtin(name)
            if name == "anyType":
                self._free_attribute(result)
            return
        kind = "complexType" if self._grammar.has("complexType", namespace, name) else "simpleType"
        node, home = self._grammar.part(kind, namespace, name)
        self._fill(result, node, home, depth)

    def _fill(self, result: etree._Element, node: etree._Element, namespace: str, depth: int) -> None:
        kind = etree.QName(node).localname
        if kind == "simpleType":
            result.text = self._simple(node, namespace)
        elif kind in ("complexType", "complexContent", "simpleContent", "sequence", "attributeGroup"):
            self._children(result, node, namespace, depth)
        elif kind in ("extension", "restriction"):
            if resolve(node, "base", namespace) != (XS, "anyType"):
                self._typed(result, *resolve(node, "base", namespace), depth)
            self._children(result, node, namespace, depth)
        elif kind == "choice":
            options = list(node.iterchildren(etree.Element))
            self._repeat(result, self._random.choice(options), namespace, depth)
        elif kind == "group":
            home = self._grammar.part("group", *resolve(node, "ref", namespace))
            self._children(result, home[0], home[1], depth)
        elif kind == "element":
            child = self.element(node, namespace, depth + 1)
            if child is not None:
                result.append(child)
        elif kind == "any":
            self._any(result, node, depth)
        elif kind == "attribute":
            self._attribute(result, node, namespace)

    def _children(self, result: etree._Element, node: etree._Element, namespace: str, depth: int) -> None:
        for child in node.iterchildren(etree.Element):
            if child.tag == f"{{{XS}}}attributeGroup":
                home = self._grammar.part("attributeGroup", *resolve(child, "ref", namespace))
                self._children(result, home[0], home[1], depth)
            else:
                self._repeat(result, child, namespace, depth)

    def _repeat(self, result: etree._Element, node: etree._Element, namespace: str, depth: int) -> None:
        least, most = int(node.get("minOccurs", "1")), node.get("maxOccurs", "1")
        limit = least + 2 if most == "unbounded" else int(most)
        wanted = (
            least if depth > _MAX_DEPTH or self._random.random() < depth / 20 else self._random.randint(least, limit)
        )
        for _ in range(wanted):
            self._fill(result, node, namespace, depth)

    def _any(self, result: etree._Element, node: etree._Element, depth: int) -> None:
        own = etree.QName(result).namespace
        roots = [root for root in self._grammar.roots if node.get("namespace") != "##other" or root[0] != own]
        if depth < _MAX_DEPTH and self._random.random() < 0.8:
            child = self.element(*self._grammar.part("element", *self._random.choice(roots)), depth + 4)
            if child is not None:
                result.append(child)
        else:
            etree.SubElement(result, "{urn:fremmed}x").text = "tekst"

    def _attribute(self, result: etree._Element, node: etree._Element, namespace: str) -> None:
        if node.get("use") != "required" and self._random.random() < 0.4:
            return
        reference = node.get("ref")
        name = resolve(node, "ref", namespace) if reference else (self._form(node, namespace), node.get("name", ""))
        declared, home = self._grammar.part("attribute", *name) if reference else (node, namespace)
        value = node.get("fixed") or self._attribute_value(declared, home)
        result.set(f"{{{name[0]}}}{name[1]}" if name[0] else name[1], value)

    def _form(self, node: etree._Element, namespace: str) -> str:
        """The namespace that an attribute of a type is written with, usually none."""
        schema = node.getroottree().getroot()
        return namespace if schema.get("attributeFormDefault") == "qualified" else ""

    def _attribute_value(self, node: etree._Element, namespace: str) -> str:
        simple = node.find(f"{{{XS}}}simpleType")
        return self._simple(simple, namespace) if simple is not None else self._named(resolve(node, "type", namespace))

    def _free_attribute(self, result: etree._Element) -> None:
        """Free content takes any attribute, but a known one must have a legal value."""
        namespace, name = self._random.choice(self._grammar.attributes)
        result.set(f"{{{namespace}}}{name}", self._attribute_value(*self._grammar.part("attribute", namespace, name)))

    def _named(self, name: tuple[str, str]) -> str:
        if name[0] == XS:
            return self._builtin(name[1])
        return self._simple(*self._grammar.part("simpleType", *name))

    def _simple(self, node: etree._Element, namespace: str) -> str:
        restriction = node.find(f"{{{XS}}}restriction")
        if restriction is None:
            names = node.find(f"{{{XS}}}union").get("memberTypes", "").split()  # type: ignore[union-attr]
            return self._named(resolve_name(node, self._random.choice(names), namespace))
        values = [facet.get("value", "") for facet in restriction.iterchildren(f"{{{XS}}}enumeration")]
        if values and self._random.random() < self._care:
            return self._random.choice(values)
        patterns = [facet.get("value", "") for facet in restriction.iterchildren(f"{{{XS}}}pattern")]
        fitting = [value for value in VALUES if any(re.fullmatch(pattern, value) for pattern in patterns)]
        if fitting and self._random.random() < self._care:
            return self._random.choice(fitting)
        value = self._named(resolve(restriction, "base", namespace))
        if restriction.find(f"{{{XS}}}minLength") is not None and self._random.random() < self._care:
            return value or "noe"
        return value

    def _builtin(self, name: str) -> str:
        good = self._random.random() < self._care
        if name == "ID" and good:
            self._ids += 1
            return f"id{self._ids}"
        return self._random.choice(_GOOD.get(name, ("a1",)) if good else VALUES)


def instances(folder: Path, seed: int, count: int) -> Iterator[etree._Element]:
    """`count` documents; the big roots come as often as all the small ones together."""
    grammar, random = Grammar(folder), Random(seed)
    whole = [root for root in grammar.roots if root[1] in _WHOLE]
    made = 0
    while made < count:
        document = grammar.grow(random, random.choice(whole if random.random() < 0.5 else grammar.roots))
        if document is not None:
            made += 1
            yield etree.fromstring(serialize(document))
