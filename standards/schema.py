"""Schema validation with a pack of XSD files: our own, or the official ones from a folder."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree

from standards.errors import StandardsError
from standards.schema_folder import ENTRY, Assembled, assemble
from standards.schema_texts import explain
from standards.xml import line_of, name_of, path_of

OWN_FOLDER: Final = Path(__file__).parent / "schemas"
MAX_OID: Final = 256
MAX_FAULTS: Final = 20
"""Breaches of one document that are told one by one."""
_LONG_S: Final = etree.XPath(f"//@S[string-length() > {MAX_OID}]")
_LONG_OIDS: Final = etree.XPath(
    f"descendant-or-self::*[string-length(@S) > {MAX_OID} or local-name() = 'OidRef' and string-length() > {MAX_OID}]"
)
_LONG_S_WRITTEN: Final = re.compile(rb"""S\s*=\s*(?:"[^"]{%d}|'[^']{%d})""" % (MAX_OID + 1, MAX_OID + 1))
_MANY_CHILDREN: Final = 1000
_SHORTEST: Final = len("<a/>")
_WIDE: Final[Callable[..., Any]] = etree.XPath(f"boolean(descendant-or-self::*/*[{_MANY_CHILDREN + 1}])")
_CHUNK: Final = 65_536
_STEP: Final = re.compile(r"/(?:(?P<prefix>[^:/\[\]]+):)?(?P<name>[^/\[\]]+)(?:\[(?P<number>\d+)\])?")


@dataclass(frozen=True)
class SchemaFault:
    """One breach of the schema: line (0 when unknown), readable path and a text in bokmål.

    The last of very many stands for the rest of them: `count` says for how many.
    """

    line: int
    path: str
    message: str
    expected: str = ""
    found: str = ""
    count: int = 1


class SchemaPack:
    """All schemas of one folder, compiled once per thread: a shared schema object mixes up its error log."""

    def __init__(self, compiler: Callable[[], etree.XMLSchema]) -> None:
        self._compiler = compiler
        self._local = threading.local()
        self._compiled()

    @classmethod
    def own(cls) -> SchemaPack:
        """The pack that comes with this package."""
        return cls(partial(_compile_own, OWN_FOLDER / ENTRY))

    @classmethod
    def from_folder(cls, path: str | Path) -> SchemaPack:
        """Another pack, such as the official files, in any layout; raises `StandardsError` for what cannot be used."""
        return cls(partial(_compile, assemble(Path(path))))

    def check(self, root: etree._Element, raw: bytes | None = None) -> tuple[SchemaFault, ...]:
        """The faults in document order; empty means valid.

        `raw` is what the document was read from, when that is known: what cannot stand there is not looked for.
        """
        capped = tuple(islice(_too_long_oids(root), MAX_FAULTS)) if _may_have_long_oids(raw) else ()
        if capped:
            return capped
        schema = self._compiled()
        if (raw is None or len(raw) > _MANY_CHILDREN * _SHORTEST) and _WIDE(root):
            log = _log_of_stream(schema, root)
        elif schema.validate(root):
            return ()
        else:
            log = cast("Sequence[etree._LogEntry]", schema.error_log)
        faults = [_fault(root, error) for error in islice(log, MAX_FAULTS)]
        if len(log) > MAX_FAULTS:
            faults.append(_rest(root, len(log) - MAX_FAULTS))
        return tuple(faults)

    def _compiled(self) -> etree.XMLSchema:
        schema: etree.XMLSchema | None = getattr(self._local, "schema", None)
        if schema is None:
            schema = self._local.schema = self._compiler()
        return schema


class _Assembled(etree.Resolver):
    """Lets a schema pull in only what is in the pack."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        super().__init__()
        self._documents = documents

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        """The document with that address; anything else is empty and fails to load."""
        source: Any = self
        if system_url not in self._documents:
            return source.resolve_empty(context)
        return source.resolve_string(self._documents[system_url], context, base_url=system_url)


def _compile_own(entry: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(entry), etree.XMLParser(no_network=True)))


def _compile(pack: Assembled) -> etree.XMLSchema:
    parser = etree.XMLParser(load_dtd=False, no_network=True)
    parser.resolvers.add(_Assembled(pack.documents))
    try:
        return etree.XMLSchema(etree.fromstring(pack.documents[pack.start], parser, base_url=pack.start))
    except etree.LxmlError as error:
        raise _unreadable_pack(pack, error) from error


def _unreadable_pack(pack: Assembled, error: etree.LxmlError) -> StandardsError:
    entries = cast("Iterable[etree._LogEntry]", error.error_log)
    first = next((entry for entry in entries if entry.filename in pack.names), None)
    file = pack.names[first.filename] if first is not None else ""
    fix = f"Rett {file or 'filen som er nevnt'}, eller ta den bort."
    if pack.missing:
        lacking = ", ".join(f"{namespace or '(uten navnerom)'} (for {name})" for name, namespace in pack.missing[:5])
        fix = f"Legg også skjemaene for disse navnerommene i mappen: {lacking}."
    return StandardsError(
        "Skjemapakken kan ikke brukes.",
        expected="skjemafiler som passer sammen",
        found=f"{file}: {first.message}" if first is not None else str(error),
        fix=fix,
        line=first.line if first is not None else 0,
    )


def _may_have_long_oids(raw: bytes | None) -> bool:
    """A character takes at least a byte, however it is written."""
    return raw is None or b"OidRef" in raw or _LONG_S_WRITTEN.search(raw) is not None


def _too_long_oids(root: etree._Element) -> Iterator[SchemaFault]:
    """The published oid pattern takes quadratic time in libxml2, so long values never reach it."""
    if not _LONG_S(root) and next(root.iter("{*}OidRef"), None) is None:
        return
    for element in cast("list[etree._Element]", _LONG_OIDS(root)):
        length = max(len(element.get("S", "")), len(element.text or ""))
        yield SchemaFault(
            line_of(element),
            path_of(element),
            f"OID-en i {name_of(element)} er for lang.",
            expected=f"høyst {MAX_OID} tegn",
            found=f"{length} tegn",
        )


def _log_of_stream(schema: etree.XMLSchema, root: etree._Element) -> Sequence[etree._LogEntry]:
    """The breaches without their places, not many more than are told.

    The path of each breach is counted among its siblings, which takes quadratic time where they are very many.
    """
    data = etree.tostring(root, encoding="UTF-8", with_tail=False)
    parser = etree.XMLParser(schema=schema, no_network=True, load_dtd=False, resolve_entities=False, huge_tree=True)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            if len(parser.feed_error_log) > MAX_FAULTS:
                break
        else:
            parser.close()
    except etree.XMLSyntaxError:
        pass  # said once more for the whole
    return cast("Sequence[etree._LogEntry]", parser.feed_error_log)


def _rest(root: etree._Element, count: int) -> SchemaFault:
    text = f"Det er minst {count} brudd til på skjemaet; de er ikke skrevet ut."
    return SchemaFault(line_of(root), path_of(root), text, count=count)


def _fault(root: etree._Element, error: etree._LogEntry) -> SchemaFault:
    element = _locate(root, error.path or "")
    text = explain(str(error.message or ""))
    line = line_of(element) or int(error.line or 0)
    return SchemaFault(line, path_of(element), text.message, expected=text.expected, found=text.found)


def _locate(root: etree._Element, path: str) -> etree._Element:
    """Follow libxml2's node path from the root; the nearest element that can be found."""
    element = root
    for match in list(_STEP.finditer(path))[1:]:
        below = (
            element.iterchildren(etree.Element)
            if match["name"] == "*"
            else element.iterchildren(f"{{*}}{match['name']}")
        )
        same = (child for child in below if match["name"] == "*" or child.prefix == match["prefix"])
        found = next(islice(same, int(match["number"] or 1) - 1, None), None)
        if found is None:
            break
        element = found
    return element
