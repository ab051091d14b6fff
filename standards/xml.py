"""The only way in for XML from outside: hardened parsing, and the namespaces that the messages use."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from standards.errors import ForbiddenXml, NotWellFormed, StandardsError

MSGHEAD: Final = "http://www.kith.no/xmlstds/msghead/2006-05-24"
DIALOG_10: Final = "http://www.kith.no/xmlstds/dialog/2006-10-11"
DIALOG_11: Final = "http://www.kith.no/xmlstds/dialog/2013-01-23"
APPREC_10: Final = "http://www.kith.no/xmlstds/apprec/2004-11-21"
APPREC_11: Final = "http://www.kith.no/xmlstds/apprec/2012-02-15"
PASIENTRELASJON: Final = "http://www.kith.no/xmlstds/pasientrelasjon/2014-03-28"
PERSON: Final = "http://www.kith.no/xmlstds/person/2014-03-28"
HELSEPERSONELL: Final = "http://www.kith.no/xmlstds/helsepersonell/2015-05-04"
HELSEPERSONELL_2014: Final = "http://www.kith.no/xmlstds/helsepersonell/2014-03-28"
TJENESTEOVERSIKT: Final = "http://ehelse.no/xmlstds/tjenesteoversikt"
TJENESTEOVERSIKT_WWW: Final = "http://www.ehelse.no/xmlstds/tjenesteoversikt"
FELLES: Final = "http://www.kith.no/xmlstds/felleskomponent1"
KITH: Final = "http://www.kith.no/xmlstds"
BASE64: Final = "http://www.kith.no/xmlstds/base64container"
XCAL: Final = "urn:ietf:params:xml:ns:icalendar-2.0"
FHIR: Final = "http://hl7.org/fhir"
XHTML: Final = "http://www.w3.org/1999/xhtml"
XMLDSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
CPPA: Final = "http://www.oasis-open.org/committees/ebxml-cppa/schema/cpp-cpa-2_0.xsd"
XLINK: Final = "http://www.w3.org/1999/xlink"
SOAP_11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12: Final = "http://www.w3.org/2003/05/soap-envelope"
XINCLUDE: Final = "http://www.w3.org/2001/XInclude"

NS: Final = MappingProxyType(
    {
        "mh": MSGHEAD,
        "d10": DIALOG_10,
        "d11": DIALOG_11,
        "ar10": APPREC_10,
        "ar11": APPREC_11,
        "pr": PASIENTRELASJON,
        "per": PERSON,
        "hp": HELSEPERSONELL,
        "hp14": HELSEPERSONELL_2014,
        "to": TJENESTEOVERSIKT,
        "fk1": FELLES,
        "kith": KITH,
        "b64": BASE64,
        "x": XCAL,
        "f": FHIR,
        "xhtml": XHTML,
        "ds": XMLDSIG,
        "cpa": CPPA,
        "xlink": XLINK,
    }
)
"""Prefix → namespace, for XPath and for readable paths."""

_PREFIXES: Final = {uri: prefix for prefix, uri in NS.items()}
_ENCODINGS: Final = frozenset({"UTF-8", "US-ASCII", "ASCII", "ISO-8859-1", "LATIN1", "ISO_8859-1"})
_HTML: Final = b"<!doctype html"
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_WIDE_STARTS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00", b"\x2b\x2f\x76")
_DECLARATION: Final = re.compile(rb"<\?xml\s[^?>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_LONG_ATTRIBUTE: Final[Callable[..., Any]] = etree.XPath("//@*[string-length() > $limit]")
_MANY: Final = 50
_LONG_NAME: Final = 200
_MAX_MARKS: Final = 100_000
"""Tags, comments and the like; every element that holds something has two."""
_MAX_REFERENCES: Final = 2_000_000
_LIBXML_TEXT_LIMIT: Final = 10_000_000
_MAX_DEPTH: Final = 200
_LIBXML_WORDS: Final = (
    (r"Document is empty", "et tomt dokument"),
    (r"Start tag expected", "noe annet enn en starttagg"),
    (r"Premature end of data in tag (\S+) line (\d+)", r"<\1> fra linje \2 er ikke lukket"),
    (r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),", r"<\1> fra linje \2 er lukket med </\3>"),
    (r"Couldn't find end of Start Tag (\S+)", r"starttaggen <\1 mangler >"),
    (r"Extra content at the end", "mer innhold etter slutten av dokumentet"),
    (r"Entity '([^']*)' not defined", r"entiteten &\1; er ikke definert"),
    (r"xmlParseEntityRef", "et &-tegn som ikke er skrevet &amp;"),
    (r"AttValue: ", "en attributtverdi uten anførselstegn"),
    (r"Attribute (\S+) redefined", r"attributtet \1 to ganger i samme tagg"),
    (
        r"PCDATA invalid Char|xmlParseCharRef: invalid|Invalid character: Char|invalid character in attribute value",
        "et tegn som XML ikke tillater",
    ),
    (r"Specification mandates value for attribute (\S+),", r"attributtet \1 uten verdi"),
    (r"error parsing attribute name|attributes construct error", "en starttagg med attributter som er skrevet feil"),
    (r"expected '>'", "en tagg som mangler >"),
    (r"EntityRef: expecting ';'", "en entitet (&…) uten semikolon"),
    (
        r"parsing XML declaration|Malformed declaration|String not (?:started|closed)|Blank needed here|expected '='|"
        r"Invalid XML encoding name|ParsePI|xmlParsePI",
        "en XML-deklarasjon eller en instruksjon (<?…?>) som er skrevet feil",
    ),
    (r"Failed to parse QName '([^']*)'", r"navnet \1, som ikke er lovlig"),
    (r"xmlns(?::\S+)?: '?([^']*)'? is not a valid URI", r"navnerommet \1, som ikke er en adresse (URI)"),
    (r"Invalid bytes in character|Input is not proper UTF-8", "byter som ikke er UTF-8"),
    (r"Namespace prefix (\S+) on (\S+) is not defined", r"prefikset \1 på \2 har ikke noe navnerom"),
    (r"Comment not terminated", "en kommentar som ikke er lukket"),
    (r"CData section not finished", "en CDATA-del som ikke er lukket"),
    (r"XML declaration allowed only at the start", "noe foran XML-deklarasjonen"),
    (r"Unescaped '<'", "et <-tegn i en attributtverdi som ikke er skrevet &lt;"),
    (r"StartTag: invalid element name", "et elementnavn som ikke er lovlig"),
)
"""What libxml2 says → bokmål."""

_CURES: Final = {
    "et tomt dokument": "Lagre meldingen på nytt; filen er tom.",
    "byter som ikke er UTF-8": "Lagre meldingen som UTF-8.",
    "noe annet enn en starttagg": "Sjekk at dette er selve meldingen, og at den begynner med <.",
    "noe foran XML-deklarasjonen": "Fjern det som står foran <?xml.",
    "mer innhold etter slutten av dokumentet": "Fjern det som står etter slutten, eller lagre hver melding for seg.",
}
"""What to do where the place itself says little."""


def declared_encoding(data: bytes) -> str:
    """The encoding that the XML declaration names, in upper case; `UTF-8` when it names none."""
    match = _DECLARATION.match(data.removeprefix(_UTF8_BOM))
    return match.group(1).decode("ascii", "replace").upper() if match else "UTF-8"


def parse(
    data: bytes, *, max_bytes: int = 40 * 1024 * 1024, max_depth: int = _MAX_DEPTH, max_attribute: int = 4096
) -> etree._Element:
    """The root of XML from outside, without DTD, entities or network; raises `NotWellFormed` or `ForbiddenXml`."""
    _refuse_size(data, max_bytes)
    _refuse_encoding(data)
    _refuse_doctype(data)
    _refuse_many(data)
    root = _parse_tree(data)
    if data.count(b"<") >= 2 * max_depth:  # fewer tags cannot open and close so many elements
        _refuse_depth(root, max_depth)
    if len(data) > max_attribute and max(map(len, data.split(b"<"))) > max_attribute:  # a value has no < in it
        _refuse_attributes(root, max_attribute)
    if may_name(data, XINCLUDE):
        _refuse_inclusion(root)
    return root


def may_name(data: bytes, namespace: str) -> bool:
    """Whether a document can use a namespace: it stands there as it is, or in character references."""
    return namespace.encode() in data or b"&" in data


def serialize(root: etree._Element) -> bytes:
    """The document as UTF-8 bytes with an XML declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", with_tail=False)


def path_of(element: etree._Element) -> str:
    """A readable XPath with the prefixes of `NS`; a position stands only where siblings share the name."""
    steps = [_step(element)]
    steps += [_step(ancestor) for ancestor in element.iterancestors()]
    return "/" + "/".join(reversed(steps))


def name_of(element: etree._Element) -> str:
    """The element's name with the prefix of `NS`, such as `mh:MsgHead`."""
    if isinstance(element, etree._Comment | etree._ProcessingInstruction):
        return "comment()" if isinstance(element, etree._Comment) else "processing-instruction()"
    return _short_name(str(element.tag))


def line_of(element: etree._Element) -> int:
    """The line where the element began, 0 when it was not parsed from text."""
    return int(getattr(element, "sourceline", 0) or 0)


@lru_cache(maxsize=1024)
def _short_name(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{name}" if prefix else name


def _step(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is None:
        return name_of(element)
    before = _same_before(element, element.tag, many=len(parent) > _MANY)
    alone = not before and next(element.itersiblings(element.tag), None) is None
    return name_of(element) if alone else f"{name_of(element)}[{before + 1}]"


def _same_before(element: etree._Element, tag: object, *, many: bool) -> int:
    """How many siblings of the same name stand before; libxml2 counts when they may be many."""
    if not many or not isinstance(tag, str) or len(tag) > _LONG_NAME:
        return sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    return int(_count_before(tag)(element))


@lru_cache(maxsize=256)
def _count_before(tag: str) -> Callable[..., Any]:
    name = etree.QName(tag)
    if not name.namespace:
        return etree.XPath(f"count(preceding-sibling::{name.localname})")
    return etree.XPath(f"count(preceding-sibling::p:{name.localname})", namespaces={"p": name.namespace})


@lru_cache(maxsize=8)
def _deeper_than(levels: int) -> Callable[..., Any]:
    return etree.XPath("/*" * (levels + 1))


def _refuse_size(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise ForbiddenXml(
            "Meldingen er for stor.",
            expected=f"høyst {max_bytes} byte",
            found=f"{len(data)} byte",
            fix="Del opp meldingen eller send mindre vedlegg.",
        )


def _refuse_encoding(data: bytes) -> None:
    encoding = declared_encoding(data)
    if data.startswith(_WIDE_STARTS):
        encoding = "nullbyter eller starten på UTF-16, UTF-32 eller UTF-7"
    elif encoding in _ENCODINGS:
        return
    raise ForbiddenXml(
        "Tegnsettet er ikke tillatt.", expected="UTF-8", found=encoding, fix="Skriv meldingen i UTF-8.", line=1
    )


def _refuse_doctype(data: bytes) -> None:
    position = _end_of_prolog(data)
    if data[position : position + len(_HTML)].lower() == _HTML:
        raise ForbiddenXml(
            "Dette er en nettside (HTML), ikke en melding.",
            expected="ett XML-dokument",
            found="en nettside",
            fix="Lagre selve meldingen. Siden kan være en feilmelding fra tjenesten den ble hentet fra.",
            line=data.count(b"\n", 0, position) + 1,
        )
    if data.startswith(b"<!DOCTYPE", position):
        raise ForbiddenXml(
            "Meldingen har en DOCTYPE.",
            expected="XML uten DOCTYPE, DTD og egne entiteter",
            found="<!DOCTYPE …>",
            fix="Fjern DOCTYPE-linjen.",
            line=data.count(b"\n", 0, position) + 1,
        )


def _refuse_many(data: bytes) -> None:
    """Counted before anything is built: what nobody can read should not fill the memory either."""
    for sign, most, what in ((b"<", _MAX_MARKS, "tagger og kommentarer"), (b"&", _MAX_REFERENCES, "tegnreferanser")):
        if len(data) > most and (found := data.count(sign)) > most:
            raise ForbiddenXml(
                f"Meldingen har for mange {what}.",
                expected=f"høyst {most}",
                found=str(found),
                fix="Del opp meldingen, og send store innhold som vedlegg.",
            )


def _end_of_prolog(data: bytes) -> int:
    """Where the first markup that is no comment or processing instruction begins: only there can a DOCTYPE stand."""
    position = len(_UTF8_BOM) if data.startswith(_UTF8_BOM) else 0
    while True:
        position = data.find(b"<", position)
        if data.startswith(b"<!--", position):
            closing = b"-->"
        elif data.startswith(b"<?", position):
            closing = b"?>"
        else:
            return position
        end = data.find(closing, position + 2)
        if position < 0 or end < 0:
            return len(data)
        position = end + len(closing)


def _parser(*, huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=huge,
    )


class _Parsers(threading.local):
    """The usual parser of each thread: a new one each time costs much, and threads wait for a shared one."""

    def __init__(self) -> None:
        self.usual = _parser(huge=False)


_PARSERS: Final = _Parsers()


def _parse_tree(data: bytes) -> etree._Element:
    parser = _parser(huge=True) if len(data) > _LIBXML_TEXT_LIMIT else _PARSERS.usual
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refusal(error) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise ForbiddenXml("Meldingen har en DOCTYPE.", expected="XML uten DOCTYPE", fix="Fjern DOCTYPE-linjen.")
    return root


def _in_words(said: str) -> str:
    """What libxml2 stumbled on, in bokmål; in its own words when it is something rare."""
    for pattern, words in _LIBXML_WORDS:
        if match := re.match(pattern, said):
            return match.expand(words)
    return said


def _refusal(error: Exception) -> StandardsError:
    found, line = (
        str(error).removesuffix(f" (<string>, line {getattr(error, 'lineno', 0)})"),
        getattr(error, "lineno", 0),
    )
    if found.startswith("Excessive depth"):
        return ForbiddenXml(
            "Elementene er nøstet for dypt.",
            expected=f"høyst {_MAX_DEPTH} nivåer",
            found="flere nivåer",
            fix="Fjern nøstingen.",
            line=line or 0,
        )
    words = _in_words(found)
    return NotWellFormed(
        "Meldingen er ikke velformet XML.",
        expected="ett XML-dokument",
        found=words,
        fix=_CURES.get(words, "Rett stedet som er nevnt."),
        line=line or 0,
    )


def _refuse_depth(root: etree._Element, max_depth: int) -> None:
    for element in _deeper_than(max_depth)(root):
        raise ForbiddenXml(
            "Elementene er nøstet for dypt.",
            expected=f"høyst {max_depth} nivåer",
            found=f"mer enn {max_depth} nivåer",
            fix="Fjern nøstingen.",
            line=line_of(element),
        )


def _refuse_attributes(root: etree._Element, max_attribute: int) -> None:
    for attribute in _LONG_ATTRIBUTE(root, limit=max_attribute):
        element = attribute.getparent()
        name, value = next((name, value) for name, value in element.items() if len(value) > max_attribute)
        raise ForbiddenXml(
            f"Attributtet {etree.QName(name).localname} er for langt.",
            expected=f"høyst {max_attribute} tegn",
            found=f"{len(value)} tegn",
            fix="Forkort verdien.",
            line=line_of(element),
        )


def _refuse_inclusion(root: etree._Element) -> None:
    for element in root.iter(f"{{{XINCLUDE}}}*"):
        raise ForbiddenXml(
            "Meldingen ber om å hente inn en annen fil (XInclude).",
            expected="en melding som er hel i seg selv",
            found=path_of(element),
            fix="Legg innholdet i meldingen.",
            line=line_of(element),
        )
