"""Schema validation with a pack of XSD files: our own, or the official ones from a folder."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree

from standards.errors import StandardsError
from standards.schema_texts import explain
from standards.xml import line_of, name_of, path_of

ENTRY: Final = "bundle.xsd"
OWN_FOLDER: Final = Path(__file__).parent / "schemas"
MAX_OID: Final = 256
_LONG_OIDS: Final = etree.XPath(
    f"descendant-or-self::*[string-length(@S) > {MAX_OID} or local-name() = 'OidRef' and string-length() > {MAX_OID}]"
)
_STEP: Final = re.compile(r"/(?:(?P<prefix>[^:/\[\]]+):)?(?P<name>[^/\[\]]+)(?:\[(?P<number>\d+)\])?")


@dataclass(frozen=True)
class SchemaFault:
    """One breach of the schema: line (0 when unknown), readable path and a text in bokmål."""

    line: int
    path: str
    message: str
    expected: str = ""
    found: str = ""


class SchemaPack:
    """All schemas of one folder, compiled once per thread: a shared schema object mixes up its error log."""

    def __init__(self, folder: Path, entry: str = ENTRY) -> None:
        self._entry = folder.resolve() / entry
        self._local = threading.local()
        self._compiled()

    @classmethod
    def own(cls) -> SchemaPack:
        """The pack that comes with this package."""
        return cls(OWN_FOLDER)

    @classmethod
    def from_folder(cls, path: str | Path) -> SchemaPack:
        """Another pack, such as the official files, entered through `bundle.xsd`; raises `StandardsError`."""
        return cls(Path(path))

    def check(self, root: etree._Element) -> tuple[SchemaFault, ...]:
        """The faults in document order; empty means valid."""
        capped = tuple(_too_long_oids(root))
        if capped:
            return capped
        schema = self._compiled()
        if schema.validate(root):
            return ()
        return tuple(_fault(root, error) for error in cast("Iterable[etree._LogEntry]", schema.error_log))

    def _compiled(self) -> etree.XMLSchema:
        schema: etree.XMLSchema | None = getattr(self._local, "schema", None)
        if schema is None:
            schema = self._local.schema = _compile(self._entry)
        return schema


class _LocalFilesOnly(etree.Resolver):
    """Lets a schema pull in only files that lie beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        """The file beside the schema that has the wanted name; anything else is empty and fails to load."""
        source: Any = self
        path = self._folder / system_url.rsplit("/", 1)[-1]
        if "://" in system_url.removeprefix("file://") or not path.is_file():
            return source.resolve_empty(context)
        return source.resolve_filename(str(path), context)


def _compile(entry: Path) -> etree.XMLSchema:
    # Not the parser for messages: official schema files carry a DOCTYPE and other encodings.
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    parser.resolvers.add(_LocalFilesOnly(entry.parent))
    if not entry.is_file():
        raise _unreadable_pack(entry, f"ingen {entry.name} i mappen")
    try:
        return etree.XMLSchema(etree.parse(str(entry), parser))
    except (OSError, etree.LxmlError) as error:
        raise _unreadable_pack(entry, str(error)) from error


def _unreadable_pack(entry: Path, found: str) -> StandardsError:
    return StandardsError(
        "Skjemapakken kan ikke leses.",
        expected=f"en mappe med {ENTRY} og alle skjemaene som den henter inn",
        found=found,
        fix=f"Sjekk {entry.name} i mappen som er oppgitt.",
    )


def _too_long_oids(root: etree._Element) -> Iterator[SchemaFault]:
    """The published oid pattern takes quadratic time in libxml2, so long values never reach it."""
    for element in cast("list[etree._Element]", _LONG_OIDS(root)):
        length = max(len(element.get("S", "")), len(element.text or ""))
        yield SchemaFault(
            line_of(element),
            path_of(element),
            f"OID-en i {name_of(element)} er for lang.",
            expected=f"høyst {MAX_OID} tegn",
            found=f"{length} tegn",
        )


def _fault(root: etree._Element, error: etree._LogEntry) -> SchemaFault:
    element = _locate(root, error.path or "")
    text = explain(str(error.message or ""))
    line = line_of(element) or int(error.line or 0)
    return SchemaFault(line, path_of(element), text.message, expected=text.expected, found=text.found)


def _locate(root: etree._Element, path: str) -> etree._Element:
    """Follow libxml2's node path; the nearest element that can be found."""
    element = root
    for match in list(_STEP.finditer(path))[1:]:
        number = int(match["number"] or 1)
        same = [child for child in element.iterchildren(etree.Element) if _fits(child, match["prefix"], match["name"])]
        if number > len(same):
            break
        element = same[number - 1]
    return element


def _fits(element: etree._Element, prefix: str | None, name: str) -> bool:
    return name == "*" or (element.prefix == prefix and etree.QName(element).localname == name)
