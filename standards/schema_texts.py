"""What libxml2 says about a schema breach, in plain bokmål with expected and found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from standards.xml import APPREC_11, BASE64, DIALOG_11, MSGHEAD, NS, PASIENTRELASJON, XCAL

_PREFIXES: Final = {uri: prefix for prefix, uri in NS.items()}
_QUALIFIED: Final = re.compile(r"\{(?P<uri>[^}']*)\}(?P<name>[^\s',)]*)")
_SUBJECT: Final = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: ")
_NAMES: Final = re.compile(r"Expected is (?:one of )?\( (?P<names>.*) \)\.$")
_TYPES: Final = {
    "dateTime": "dato og klokkeslett, som 2026-12-01T10:15:00",
    "date": "en dato, som 2026-12-01",
    "integer": "et heltall",
    "float": "et tall",
    "boolean": "true eller false",
    "base64Binary": "base64",
    "anyURI": "en adresse (URI)",
    "ID": "en unik id",
    "IDREF": "id-en til noe i samme dokument: bokstaver, sifre, strek og punktum, og bokstav først",
    "NCName": "et navn: bokstaver, sifre, strek og punktum, og bokstav først",
    "duration": "en varighet, som PT30M",
    "int": "et heltall",
    "nonNegativeInteger": "et heltall fra 0",
    "language": "en språkkode, som nb",
    "Filled": "tekst som ikke er tom",
    "non-empty-string": "tekst som ikke er tom",
    **dict.fromkeys(("Persistence", "ReplyMode", "Frequency", "Progress", "Actor"), "en av verdiene i listen"),
    **dict.fromkeys(("EndpointUse", "Access", "Ordering"), "en av verdiene i listen"),
    "oid": "en OID: sifre med enkle punktum mellom",
    "LocalOrUtcTime": "dato og klokkeslett uten tidssone, som 2026-12-01T10:15:00",
    "UtcTimeWithFraction": "klokkeslett i UTC med desimaler, som 2026-12-01T10:15:00.0Z",
    "Length": "en varighet, som PT30M",
}
_FORMS: Final = (
    (r"\.\d*Z", _TYPES["UtcTimeWithFraction"]),
    (r"(\.\d*)Z", _TYPES["UtcTimeWithFraction"]),
    (r"T\d", _TYPES["LocalOrUtcTime"]),
    (r"\d+W", _TYPES["Length"]),
    (r"\d+(\.\d+)*", _TYPES["oid"]),
    (r"(\d+\.?)*\d+", _TYPES["oid"]),
    (r"\d:\d", "en avstand fra UTC, som +01:00"),
    (r":\d{2}", "en avstand fra UTC, som +01:00"),
)
"""What tells a pattern apart, ours or the published one → the same in words."""

_HOMES: Final = {
    name.lower(): (name, uri)
    for name, uri in (
        ("MsgHead", MSGHEAD),
        ("AppRec", APPREC_11),
        ("Dialogmelding", DIALOG_11),
        ("Pasientrelasjon", PASIENTRELASJON),
        ("Base64Container", BASE64),
        ("icalendar", XCAL),
    )
}
"""A name in small letters → as it is written, and the newest namespace that it has."""


@dataclass(frozen=True)
class Explanation:
    """One sentence, and what was expected and found where libxml2 tells."""

    message: str
    expected: str = ""
    found: str = ""


def explain(original: str) -> Explanation:
    """Translate one libxml2 message; an unknown one is quoted as it is."""
    subject = _SUBJECT.match(original)
    if subject is None:
        return Explanation(f"Bryter skjemaet: {_readable(original)}")
    attribute = subject["attribute"]
    where = _readable(subject["element"]) + (f", attributtet {_readable(attribute)}," if attribute else "")
    rest = original[subject.end() :]
    for pattern, build in _RULES:
        match = pattern.search(rest)
        if match:
            return build(where, match)
    return Explanation(f"{where} bryter skjemaet: {_readable(rest)}")


def _readable(text: str) -> str:
    """Names with the prefixes of `NS` instead of whole namespaces."""
    return _QUALIFIED.sub(_short, text)


def _short(match: re.Match[str]) -> str:
    prefix = _PREFIXES.get(match["uri"])
    return f"{prefix}:{match['name']}" if prefix else f"{match['name']} (navnerommet {match['uri']})"


def _names(rest: str) -> str:
    match = _NAMES.search(rest)
    if match is None:
        return ""
    names = [_readable(name) for name in match["names"].split(", ")]
    return " eller ".join(names) if len(names) < 3 else ", ".join(names[:-1]) + " eller " + names[-1]


def _not_expected(where: str, match: re.Match[str]) -> Explanation:
    names = _names(match.string) or "ingenting mer, eller et element som er kjent på denne plassen"
    return Explanation(f"{where} står på feil plass, er én for mye eller hører ikke hjemme her.", names, where)


def _missing(where: str, match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} mangler et element.", _names(match.string), "ingenting")


def _atomic(where: str, match: re.Match[str]) -> Explanation:
    kind = (match["type"] or "").rsplit("}", 1)[-1].removeprefix("xs:")
    return Explanation(f"{where} har en verdi som ikke passer.", _TYPES.get(kind, kind), f"«{match['value']}»")


def _union(where: str, match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} har en verdi som ikke passer.", "dato, tid eller begge deler", f"«{match['value']}»")


def _pattern(where: str, match: re.Match[str]) -> Explanation:
    form = next((words for sign, words in _FORMS if sign in match["pattern"]), None)
    expected = form or f"en verdi av formen {match['pattern']}"
    return Explanation(f"{where} har en verdi av feil form.", expected, f"«{match['value']}»")


def _enumeration(where: str, match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} har en verdi utenfor listen.", f"en av {match['set']}", f"«{match['value']}»")


def _fixed(where: str, match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} har feil verdi.", f"«{match['fixed']}»", f"«{match['value']}»")


def _bounds(where: str, match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} har et tall utenfor grensene.", f"grensen {match['bound']}", f"«{match['value']}»")


def _too_short(where: str, _match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} er tomt eller for kort.", "noe innhold", "ingenting, eller for lite")


def _other_type(where: str, _match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} sier at elementet er av en annen type enn skjemaet har.", "ingen xsi:type", "xsi:type")


def _unknown_attribute(where: str, _match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} er ikke tillatt.", "bare attributtene i skjemaet", "et attributt for mye")


def _missing_attribute(where: str, match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} mangler et attributt.", f"attributtet {_readable(match['name'])}", "ingenting")


def _unknown_root(where: str, _match: re.Match[str]) -> Explanation:
    name, _, namespace = where.partition(" ")
    found = where if ":" in name or namespace else f"{where} uten navnerom"
    home = _HOMES.get(name.rpartition(":")[2].lower())
    expected = f"{home[0]} i navnerommet {home[1]}" if home else "et kjent element i et kjent navnerom"
    return Explanation(f"{where} finnes ikke i skjemaene.", expected, found)


def _abstract(where: str, _match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} er bare et navn i skjemaet og kan ikke stå i et dokument.", "et annet element", where)


def _text(where: str, _match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} har tekst som ikke skal være der.", "ingen tekst", "tekst")


def _children(where: str, _match: re.Match[str]) -> Explanation:
    return Explanation(f"{where} har elementer inni seg som ikke skal være der.", "bare tekst", "elementer")


_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Explanation]], ...]] = (
    (re.compile(r"This element is not expected\."), _not_expected),
    (re.compile(r"Missing child element\(s\)\."), _missing),
    (
        re.compile(r"\[facet 'pattern'\] The value '(?P<value>.*)' is not accepted by the pattern '(?P<pattern>.*)'"),
        _pattern,
    ),
    (
        re.compile(r"\[facet 'enumeration'\] The value '(?P<value>.*)' is not an element of the set \{(?P<set>.*)\}"),
        _enumeration,
    ),
    (re.compile(r"\[facet '(?:min|max)Inclusive'\] The value '(?P<value>.*)' is .*\('(?P<bound>.*)'\)"), _bounds),
    (re.compile(r"\[facet 'minLength'\]"), _too_short),
    (
        re.compile(
            r"The type definition .*, specified by xsi:type, is blocked|The QName value '.*(?:xsi:type|in scope)"
        ),
        _other_type,
    ),
    (re.compile(r"(?s)'(?P<value>.*)' is not a valid value of the (?:local )?union type"), _union),
    (
        re.compile(r"(?s)'(?P<value>.*)' is not a valid value of the (?:local )?atomic type(?: '(?P<type>.*)')?"),
        _atomic,
    ),
    (re.compile(r"The actual value '(?P<value>.*)' does not match the fixed value constraint '(?P<fixed>.*)'"), _fixed),
    (re.compile(r"The attribute '(?P<name>.*)' is required but missing"), _missing_attribute),
    (re.compile(r"The attribute '.*' is not allowed"), _unknown_attribute),
    (re.compile(r"No matching global (?:element )?declaration available"), _unknown_root),
    (re.compile(r"The element declaration is abstract"), _abstract),
    (re.compile(r"Character content .*is not allowed"), _text),
    (re.compile(r"Element content is not allowed"), _children),
)
