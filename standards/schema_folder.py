"""A folder of schema files from anywhere: which file speaks for which namespace, written together as one pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from standards.errors import StandardsError, in_words
from standards.xml import line_of

ENTRY: Final = "bundle.xsd"
XS: Final = "http://www.w3.org/2001/XMLSchema"
MAX_FILES: Final = 2_000
MAX_BYTES: Final = 20 * 1024 * 1024
_DRIVER: Final = "urn:x-epj-testbenk:bundle"
_START: Final = "pakke:/0"
_INCLUDING: Final = (f"{{{XS}}}include", f"{{{XS}}}redefine")
_IMPORT: Final = f"{{{XS}}}import"


@dataclass(frozen=True, eq=False)
class SchemaFile:
    """One schema file: where it is (relative to the folder), its namespace and its parsed content."""

    name: Path
    namespace: str
    root: etree._Element

    def including(self) -> Iterator[etree._Element]:
        """What brings in more of the same namespace."""
        return self.root.iterchildren(*_INCLUDING)

    def importing(self) -> Iterator[etree._Element]:
        """What brings in other namespaces."""
        return self.root.iterchildren(_IMPORT)

    def components(self) -> Iterator[tuple[str, str]]:
        """Kind and name of what the file declares for all."""
        for node in self.root.iterchildren(etree.Element):
            if name := node.get("name"):
                kind = etree.QName(node).localname
                yield ("type" if kind.endswith("Type") else kind), name


@dataclass(frozen=True)
class Assembled:
    """Schema documents by address, ready to compile from `start`, with no address that leads out of them."""

    documents: Mapping[str, bytes]
    names: Mapping[str, str]
    namespaces: frozenset[str]
    missing: tuple[tuple[str, str], ...] = ()
    """File and namespace, where a file asks for a namespace that no file in the folder has."""
    start: str = _START


def assemble(folder: Path) -> Assembled:
    """Read every schema file of a folder and its subfolders; raises `StandardsError` for what cannot be used."""
    return _Assembler(_read_all(folder)).result()


@dataclass
class _Assembler:
    files: Mapping[Path, SchemaFile]
    """By path; a copy of another file is that other file."""
    missing: dict[tuple[str, str], None] = field(default_factory=dict)

    def result(self) -> Assembled:
        entry = self.files.get(Path(ENTRY))
        chosen = self._reached(entry) if entry is not None else []
        leaders = self._leaders(chosen)
        addresses = {file: f"pakke:/fil/{number}" for number, file in enumerate(self._unique(), start=1)}
        documents = {}
        gates = {}
        for number, (namespace, tops) in enumerate(leaders.items(), start=1):
            gates[namespace] = addresses[tops[0]] if len(tops) == 1 else f"pakke:/navnerom/{number}"
            if len(tops) > 1:
                documents[gates[namespace]] = _gate(namespace, [addresses[top] for top in tops])
        for file, address in addresses.items():
            documents[address] = self._rewritten(file, addresses, gates)
        documents[_START] = _driver(gates)
        names = MappingProxyType({address: str(file.name) for file, address in addresses.items()})
        return Assembled(MappingProxyType(documents), names, frozenset(gates), tuple(self.missing))

    def _unique(self) -> list[SchemaFile]:
        return list(dict.fromkeys(self.files.values()))

    def _leaders(self, chosen: list[SchemaFile]) -> dict[str, list[SchemaFile]]:
        """The files to import for each namespace: as `bundle.xsd` chose, else those that no other file includes."""
        spoken_for = {file.namespace for file in chosen}
        others = [file for file in self._unique() if file.namespace not in spoken_for]
        by_namespace: dict[str, list[SchemaFile]] = {}
        for file in self._tops(chosen) + self._tops(others):
            by_namespace.setdefault(file.namespace, []).append(file)
        for tops in by_namespace.values():
            self._refuse_versions(tops)
        return dict(sorted(by_namespace.items()))

    def _tops(self, among: list[SchemaFile]) -> list[SchemaFile]:
        """The files that no other of them includes; where files include each other in a ring, the first of the ring."""
        inner = {part for file in self._unique() for part in self._parts(file) if part is not file and file in among}
        tops = [file for file in among if file not in inner]
        covered = {part for top in tops for part in self._with_parts(top)}
        for file in among:
            if file not in covered:
                tops.append(file)
                covered.update(self._with_parts(file))
        return tops

    def _refuse_versions(self, tops: list[SchemaFile]) -> None:
        owner: dict[tuple[str, str], SchemaFile] = {}
        for file in dict.fromkeys(part for top in tops for part in self._with_parts(top)):
            for component in file.components():
                first = owner.setdefault(component, file)
                if first is not file:
                    raise StandardsError(
                        "To filer i skjemapakken er hver sin utgave av samme navnerom.",
                        expected=f"én utgave av {file.namespace or 'skjemaet uten navnerom'}",
                        found=f"{first.name} og {file.name}, som begge har {component[0]} «{component[1]}»",
                        fix=f"Ta bort den ene, eller la {ENTRY} hente inn bare den du vil bruke.",
                    )

    def _with_parts(self, file: SchemaFile) -> list[SchemaFile]:
        """A file and all that it includes."""
        found, waiting = {file: None}, [file]
        while waiting:
            for part in self._parts(waiting.pop()):
                if part not in found:
                    found[part] = None
                    waiting.append(part)
        return list(found)

    def _parts(self, file: SchemaFile) -> Iterator[SchemaFile]:
        for node in file.including():
            yield self._included(file, node)

    def _included(self, file: SchemaFile, node: etree._Element) -> SchemaFile:
        location = node.get("schemaLocation", "")
        part = self._at(file, location)
        if part is None or part.namespace not in ("", file.namespace):
            found = "ikke finnes" if part is None else f"er for {part.namespace}"
            raise StandardsError(
                f"{file.name} henter inn en skjemafil som ikke kan brukes.",
                expected=f"en fil i mappen for {file.namespace or 'skjemaer uten navnerom'}",
                found=f"{location or 'ingen schemaLocation'}, som {found}",
                fix="Legg filen i mappen ved siden av. Ingenting hentes fra nettet.",
                line=line_of(node),
            )
        return part

    def _at(self, file: SchemaFile, location: str) -> SchemaFile | None:
        """The file at a location: beside the one that asks, else the only one with that name anywhere in the folder."""
        parts = urlsplit(location)
        path = Path(unquote(parts.path))
        if not location or not path.name:
            return None
        beside = _normal(file.name.parent / path)
        if not parts.netloc and beside in self.files:
            return self.files[beside]
        same = list(dict.fromkeys(found for at, found in self.files.items() if at.name == path.name))
        return same[0] if len(same) == 1 else None

    def _reached(self, entry: SchemaFile) -> list[SchemaFile]:
        """The entry and every file that it leads to."""
        found, waiting = {entry: None}, [entry]
        while waiting:
            file = waiting.pop(0)
            imported = (self._at(file, node.get("schemaLocation", "")) for node in file.importing())
            for part in (*self._parts(file), *imported):
                if part is not None and part not in found:
                    found[part] = None
                    waiting.append(part)
        return list(found)

    def _rewritten(self, file: SchemaFile, addresses: Mapping[SchemaFile, str], gates: Mapping[str, str]) -> bytes:
        for node in file.including():
            node.set("schemaLocation", addresses[self._included(file, node)])
        for node in file.importing():
            namespace = node.get("namespace", "")
            if namespace in gates:
                node.set("schemaLocation", gates[namespace])
            else:
                node.attrib.pop("schemaLocation", "")
                self.missing[str(file.name), namespace] = None
        return etree.tostring(file.root, encoding="UTF-8", xml_declaration=True, with_tail=False)


def _normal(path: Path) -> Path:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in ("..", "."):
            parts.append(part)
    return Path(*parts)


def _driver(gates: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{XS}}}schema", {"targetNamespace": _DRIVER}, nsmap={"xs": XS})
    for namespace, address in gates.items():
        if namespace != _DRIVER:
            node = etree.SubElement(root, _IMPORT, {"schemaLocation": address})
            if namespace:
                node.set("namespace", namespace)
    return etree.tostring(root)


def _gate(namespace: str, addresses: Iterable[str]) -> bytes:
    target = {"targetNamespace": namespace} if namespace else {}
    root = etree.Element(f"{{{XS}}}schema", target, nsmap={"xs": XS})
    for address in addresses:
        etree.SubElement(root, _INCLUDING[0], {"schemaLocation": address})
    return etree.tostring(root)


def _read_all(folder: Path) -> dict[Path, SchemaFile]:
    files: dict[Path, SchemaFile] = {}
    copies: dict[bytes, SchemaFile] = {}
    for path in _paths(folder):
        data = _bytes(path, folder)
        name = path.relative_to(folder)
        if data not in copies:
            copies[data] = _read(name, data)
        files[name] = copies[data]
    if not files:
        raise StandardsError(
            "Skjemapakken er tom.",
            expected=f"en mappe med skjemafiler (.xsd); en {ENTRY} kan velge mellom dem",
            found="ingen .xsd i mappen",
            fix="Pakk ut skjemaene i mappen, eller oppgi en annen mappe.",
        )
    return files


def _paths(folder: Path) -> list[Path]:
    found = []
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() == ".xsd" and not hidden and path.is_file():
            found.append(path)
            if len(found) > MAX_FILES:
                raise StandardsError(
                    "Skjemapakken har for mange filer.",
                    expected=f"høyst {MAX_FILES} skjemafiler",
                    found=f"flere enn {MAX_FILES}",
                    fix="Oppgi mappen som bare har skjemaene.",
                )
    return sorted(found, key=lambda path: (len(path.parts), path))


def _bytes(path: Path, folder: Path) -> bytes:
    try:
        if path.stat().st_size <= MAX_BYTES:
            return path.read_bytes()
        found = f"{path.stat().st_size} byte"
    except OSError as error:
        found = in_words(error)
    raise _unusable(path.relative_to(folder), f"en skjemafil på høyst {MAX_BYTES} byte", found)


def _read(name: Path, data: bytes) -> SchemaFile:
    # Not the parser for messages: published schema files carry a DOCTYPE and other encodings.
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities="internal")  # type: ignore[arg-type]
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise _unusable(name, "velformet XML i tegnsettet som filen oppgir", str(error)) from error
    if root.tag != f"{{{XS}}}schema":
        raise _unusable(name, f"et XML-skjema med roten schema i {XS}", str(root.tag))
    return SchemaFile(name, root.get("targetNamespace", ""), root)


def _unusable(name: Path, expected: str, found: str) -> StandardsError:
    return StandardsError(
        f"Skjemafilen {name} kan ikke brukes.",
        expected=expected,
        found=found,
        fix=f"Hent {name} på nytt fra utgiveren, eller ta den bort.",
    )
