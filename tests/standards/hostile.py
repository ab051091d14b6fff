"""Hostile documents, made in code: whatever someone may send to make a reader hang, swell, fetch or fall.

python -m tests.standards.hostile NAME… judges those (all without names) and prints one JSON line for each.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

from standards import xml
from standards.rules.engine import judge_message
from tests.standards import good

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space that one document may make the whole process use: about fifteen times the largest message."""
MEGABYTE = 1024 * 1024
GOOD = good.question().to_xml()
APPOINTMENT = good.avtale().to_xml()
RECEIPT = good.receipt(good.question())
HELLO = "Når er neste kontroll?".encode()
XML_START = b"<?xml version='1.0' encoding='UTF-8'?>\n"


def swap(raw: bytes, old: bytes, new: bytes) -> bytes:
    """The document with one thing replaced; the old must be there."""
    assert old in raw, old
    return raw.replace(old, new, 1)


def in_text(new: bytes) -> bytes:
    """A good question with something else as its text."""
    return swap(GOOD, HELLO, new)


def with_dtd(dtd: str, text: str) -> bytes:
    """A good question with a DOCTYPE in front, and a text that uses it."""
    return swap(in_text(text.encode()), XML_START, XML_START + f"<!DOCTYPE MsgHead [{dtd}]>".encode())


def laughs() -> bytes:
    """Each entity is ten of the one before."""
    return with_dtd(
        '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)), "&l9;"
    )


def nested(levels: int) -> bytes:
    """Elements inside elements."""
    return in_text(b"<div xmlns='http://www.w3.org/1999/xhtml'>" * levels + b"</div>" * levels)


def siblings(one: bytes, count: int) -> bytes:
    """Many elements of one name where MsgInfo ends."""
    return swap(GOOD, b"</MsgInfo>", b"</MsgInfo>" + one * count)


def attachment(size: int) -> bytes:
    """A good question with base64 of so many bytes."""
    content = b"QUJD" * (size // 4)
    document = (
        b"<Document><DocumentConnection V='V'/><RefDoc><IssueDate V='2026-11-21T10:00:00+01:00'/><MsgType V='A'/>"
        b"<MimeType>application/pdf</MimeType><Content><Base64Container "
        b"xmlns='http://www.kith.no/xmlstds/base64container'>"
        + content
        + b"</Base64Container></Content></RefDoc></Document>"
    )
    return swap(GOOD, b"</MsgHead>", document + b"</MsgHead>")


def namespaces(count: int) -> bytes:
    """An element that declares many prefixes."""
    return in_text(b"<x " + b" ".join(b"xmlns:n%d='urn:n:%d'" % (n, n) for n in range(count)) + b"/>")


def attributes(count: int) -> bytes:
    """An element with many attributes."""
    return swap(GOOD, b"<MsgInfo>", b"<MsgInfo " + b" ".join(b"a%d='1'" % n for n in range(count)) + b">")


def when(written: str) -> bytes:
    """A good appointment that begins at a strange time."""
    return swap(APPOINTMENT, b"2026-12-01T10:00:00", written.encode())


def script() -> bytes:
    """A text as XHTML that carries code."""
    return in_text(
        b"<div xmlns='http://www.w3.org/1999/xhtml' onclick='x()'><script>alert(1)</script>"
        b"<a href='javascript:x()'>x</a><iframe src='http://127.0.0.1:9/'/></div>"
    )


OID = b"2.16.578.1.12.4.1.1.8279"
BACK = b"2" * 100_000 + b"x"

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "entity bomb": laughs,
    "quadratic entity bomb": lambda: with_dtd(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 10_000),
    "external entity": lambda: with_dtd('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"),
    "external entity over the network": lambda: with_dtd('<!ENTITY a SYSTEM "http://127.0.0.1:9/">', "&a;"),
    "parameter entity": lambda: with_dtd('<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;', "x"),
    "parameter entity bomb": lambda: with_dtd(
        '<!ENTITY % a "x"><!ENTITY % b "%a;%a;%a;%a;%a;%a;"><!ENTITY % c "%b;%b;%b;%b;%b;">', "x"
    ),
    "external DTD": lambda: swap(GOOD, XML_START, XML_START + b'<!DOCTYPE MsgHead SYSTEM "http://127.0.0.1:9/a.dtd">'),
    "million comments before a DOCTYPE": lambda: b"<!---->" * 1_000_000 + b"<!DOCTYPE a><a/>",
    "million instructions": lambda: b"<?p?>" * 1_000_000 + GOOD.removeprefix(XML_START),
    "million comments inside": lambda: in_text(b"<!---->" * 1_000_000),
    "5 000 levels": lambda: nested(5_000),
    "1 000 000 levels": lambda: nested(1_000_000),
    "199 levels": lambda: nested(180),
    "long OID in S": lambda: swap(GOOD, b"<MsgInfo>", b'<MsgInfo S="' + BACK + b'">'),
    "long OID in text": lambda: swap(
        GOOD, b"</MsgInfo>", b"<ProcessingStatus/></MsgInfo><OidRef>" + BACK + b"</OidRef>"
    ),
    "long OID in S, below the cap for attributes": lambda: swap(
        GOOD, b"<MsgInfo>", b'<MsgInfo S="' + BACK[-4_001:] + b'">'
    ),
    "many long OIDs": lambda: siblings(b"<Document S='" + b"2" * 4_000 + b"x'/>", 2_000),
    "long OID in xsi:type and lang": lambda: swap(GOOD, b"<MsgInfo>", b"<MsgInfo xml:lang='" + b"a-" * 2_000 + b"!'>"),
    "40 MB attachment": lambda: attachment(40 * MEGABYTE - 10_000),
    "40 MB attachment that is not base64": lambda: attachment(40 * MEGABYTE - 10_000).replace(b"QUJD</", b"QU&amp;D</"),
    "41 MB message": lambda: attachment(41 * MEGABYTE),
    "39 MB of text": lambda: in_text(b"x" * (39 * MEGABYTE)),
    "39 MB of &lt;": lambda: in_text(b"&lt;" * (39 * MEGABYTE // 4)),
    "39 MB without markup": lambda: b"x" * (39 * MEGABYTE),
    "39 MB of spaces": lambda: b" " * (39 * MEGABYTE),
    "39 MB of <": lambda: b"<" * (39 * MEGABYTE),
    "39 MB of newlines before a DOCTYPE": lambda: b"\n" * (39 * MEGABYTE) + b"<!DOCTYPE a><a/>",
    "UTF-7": lambda: b'<?xml version="1.0" encoding="UTF-7"?>' + GOOD.removeprefix(XML_START),
    "UTF-16": lambda: GOOD.removeprefix(XML_START).decode().encode("utf-16"),
    "UTF-16 without a mark": lambda: GOOD.removeprefix(XML_START).decode().encode("utf-16-be"),
    "UTF-32": lambda: GOOD.removeprefix(XML_START).decode().encode("utf-32"),
    "EBCDIC": lambda: GOOD.removeprefix(XML_START).decode().encode("cp037"),
    "another encoding than declared": lambda: in_text("blåbær".encode("latin-1")),
    "overlong UTF-8": lambda: in_text(b"\xc0\xbcscript\xc0\xbe"),
    "NUL": lambda: in_text(b"a\x00b"),
    "NUL at the end": lambda: GOOD + b"\x00",
    "only NUL": lambda: b"\x00" * MEGABYTE,
    "10 000 attributes": lambda: attributes(10_000),
    "200 000 attributes": lambda: attributes(200_000),
    "10 000 namespaces": lambda: namespaces(10_000),
    "100 000 siblings of one name": lambda: siblings(b"<Feil/>", 100_000),
    "100 000 documents": lambda: siblings(b"<Document/>", 100_000),
    "100 000 documents with a note": lambda: siblings(
        b"<Document><RefDoc><Content><Dialogmelding xmlns='%s'><Notat/></Dialogmelding></Content></RefDoc></Document>"
        % xml.DIALOG_11.encode(),
        60_000,
    ),
    "100 000 calendars": lambda: siblings(
        b"<Document><RefDoc><Content><icalendar xmlns='%s'><vevent/></icalendar></Content></RefDoc></Document>"
        % xml.XCAL.encode(),
        60_000,
    ),
    "100 000 relations": lambda: siblings(
        b"<Document><RefDoc><Content><Pasientrelasjon xmlns='%s'/></Content></RefDoc></Document>"
        % xml.PASIENTRELASJON.encode(),
        60_000,
    ),
    "100 000 identifiers": lambda: swap(GOOD, b"<Patient>", b"<Patient>" + b"<Ident><Id>1</Id></Ident>" * 100_000),
    "100 000 organisations": lambda: swap(GOOD, b"<Sender>", b"<Sender>" + b"<Organisation/>" * 100_000),
    "100 000 organisations inside each other, as far as it goes": lambda: swap(
        GOOD, b"<Sender>", b"<Sender>" + (b"<Organisation>" * 150 + b"</Organisation>" * 150) * 700
    ),
    "100 000 codes": lambda: swap(GOOD, b"<MsgInfo>", b"<MsgInfo>" + b"<Type V='X' S='1.2' DN='x'/>" * 100_000),
    "100 000 spans of XHTML": lambda: in_text(
        b"<div xmlns='http://www.w3.org/1999/xhtml'>" + b"<b onclick='x'>y</b>" * 100_000 + b"</div>"
    ),
    "100 000 reasons": lambda: swap(
        RECEIPT, b"</Status>" if b"</Status>" in RECEIPT else b"<OriginalMsgId>", b"<OriginalMsgId>"
    ).replace(b"<OriginalMsgId>", b"<Error V='X99'/>" * 100_000 + b"<OriginalMsgId>", 1),
    "100 000 events": lambda: swap(APPOINTMENT, b"<vevent>", b"<vevent/>" * 100_000 + b"<vevent>"),
    "100 000 empty texts": lambda: in_text(b"<b/>" * 100_000),
    "XInclude": lambda: in_text(b"<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='/etc/hostname'/>"),
    "style sheet": lambda: swap(GOOD, XML_START, XML_START + b"<?xml-stylesheet href='http://127.0.0.1:9/a.xsl'?>"),
    "schema location": lambda: swap(
        GOOD,
        b"<MsgInfo>",
        b"<MsgInfo xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='urn:x http://127.0.0.1:9/a.xsd'>",
    ),
    "million digits": lambda: swap(GOOD, b"</MsgInfo>", b"</MsgInfo><Size>" + b"9" * 1_000_000 + b"</Size>"),
    "million digits as a time": lambda: when("9" * 1_000_000),
    "million digits as a year": lambda: when("9" * 1_000_000 + "-12-01T10:00:00"),
    "million digits as a fraction": lambda: when("2026-12-01T10:00:00." + "9" * 1_000_000 + "Z"),
    "million digits in a duration": lambda: swap(
        APPOINTMENT,
        b"<vevent>",
        b"<vevent><properties><x-expected-duration><duration>P"
        + b"9" * 1_000_000
        + b"D</duration></x-expected-duration>",
    ),
    "year 0": lambda: when("0000-12-01T10:00:00"),
    "year -9999": lambda: when("-9999-12-01T10:00:00"),
    "hour 24": lambda: when("2026-12-01T24:00:00"),
    "second 60": lambda: when("2026-12-31T23:59:60Z"),
    "zone +99:99": lambda: swap(GOOD, b"2026-11-21T10:00:00+01:00", b"2026-11-21T10:00:00+99:99"),
    "Arabic digits": lambda: when("٢٠٢٦-١٢-٠١T١٠:٠٠:٠٠"),
    "very long name": lambda: in_text(b"<" + b"a" * 1_000_000 + b"/>"),
    "very long prefix": lambda: in_text(b"<" + b"p" * 40_000 + b":a xmlns:" + b"p" * 40_000 + b"='urn:x'/>"),
    "very long namespace": lambda: in_text(b"<a xmlns='urn:" + b"x" * 1_000_000 + b"'/>"),
    "very long code": lambda: swap(GOOD, b'V="HE"', b'V="' + b"X" * 1_000_000 + b'"'),
    "very long type": lambda: swap(GOOD, b"<Type V=", b"<Type DN='" + b"x" * 4_000 + b"' V="),
    "long id": lambda: swap(GOOD, good.uid("m1").encode(), b"a" * 10_000_000),
    "XHTML with script": script,
    "two roots": lambda: GOOD + GOOD.removeprefix(XML_START),
    "not closed": lambda: GOOD.removesuffix(b"</MsgHead>"),
    "JSON 100 000 deep": lambda: b"[" * 100_000,
    "JSON objects 100 000 deep": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "JSON 900 deep": lambda: b'{"resourceType":"Appointment","extension":' + b"[" * 900 + b"]" * 900 + b"}",
    "JSON with a huge number": lambda: b'{"resourceType":"Appointment","priority":' + b"9" * 1_000_000 + b"}",
    "JSON with a huge exponent": lambda: b'{"resourceType":"Appointment","priority":1e999999999}',
    "JSON that is not a number": lambda: b'{"resourceType":"Appointment","priority":NaN}',
    "JSON with a name twice": lambda: b'{"resourceType":"Appointment","resourceType":"Patient","resourceType":[]}',
    "JSON with 1 000 000 names": lambda: (
        b'{"resourceType":"Appointment",' + b",".join(b'"a%d":1' % n for n in range(300_000)) + b"}"
    ),
    "JSON with 1 000 000 participants": lambda: (
        b'{"resourceType":"Appointment","participant":[' + b",".join([b"{}"] * 1_000_000) + b"]}"
    ),
    "JSON with half a surrogate": lambda: b'{"resourceType":"Appointment","description":"\\ud800"}',
    "JSON that is no object": lambda: b'{"resourceType":"Appointment"} {}',
    "JSON of unknown type": lambda: b'{"resourceType":"' + b"X" * 1_000_000 + b'"}',
    "JSON 39 MB of text": lambda: b'{"resourceType":"Appointment","description":"' + b"x" * (39 * MEGABYTE) + b'"}',
    "nothing": lambda: b"",
    **{f"cut at {part} of 40": (lambda part=part: GOOD[: len(GOOD) * part // 40]) for part in range(1, 40)},  # type: ignore[misc]
}
"""Name → the document."""

HARMLESS = frozenset(
    {"199 levels", "39 MB of text", "style sheet", "schema location", "year -9999", "hour 24"}
    | {"million digits as a fraction"}
)
"""What neither schema nor rule forbids: judged like any other, and quickly."""
REMARKED = frozenset({"XHTML with script"})
"""What only an inferred rule warns of."""


def judged(name: str) -> dict[str, object]:
    """Judge one of them; what came of it, in how many seconds, and how high the memory of the process has been."""
    raw = DOCUMENTS[name]()
    begun = time.perf_counter()
    verdict = judge_message(raw)
    seconds = time.perf_counter() - begun
    first = next(iter(verdict.errors or verdict.findings), None)
    return {
        "name": name,
        "seconds": round(seconds, 3),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "schema": verdict.schema,
        "errors": len(verdict.errors),
        "findings": len(verdict.findings),
        "problem": first.problem if first else "",
        "fix": first.fix if first else "",
        "longest": max((len(f.problem + f.found + f.expected + f.where + f.fix) for f in verdict.findings), default=0),
    }


def main(names: list[str]) -> None:
    """Judge under the cap on memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    judge_message(GOOD)
    for name in names or DOCUMENTS:
        print(json.dumps(judged(name), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
