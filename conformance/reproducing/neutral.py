"""Messages without names, addresses and texts: each replaced by neutral letters of the same length.

Nothing else in a document is touched, not a blank and not a quotation mark: what was wrong in it must still be wrong.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from conformance.reproducing.aliases import Aliases
from standards.fhir import is_json

_PART: Final = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<[^<>]*>|[^<]+|<", re.DOTALL)
_TAG: Final = re.compile(r"<(/?)\s*([\w.:-]+)")
_ATTRIBUTE: Final = re.compile(r"""([\w.:-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_ENTITY: Final = re.compile(r"(&(?:amp;)?#?\w+;)")
_REFERENCE: Final = re.compile(r"(&(?:amp;)?#)(x?)([0-9a-fA-F]+);")
_PLAIN_VALUE: Final = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d{8}T\d{6}Z?|-?P[\dTDHMSW]+"
)
"""An id, a time or a length of time: it says nothing of anybody, and much may hang on it."""
KEPT: Final = frozenset(
    """MIGversion GenDate MsgId RefToParent RefToConversation IssueDate MimeType Compression ProcessingStatus
    version prodid uid related-to status transp class method calscale categories sequence priority dtstart dtend dtstamp
    created completed last-modified due exdate rdate recurrence-id duration x-expected-duration x-available-at rrule
    recur x-cancellation-reason x-referral-id freq until count interval byday bymonthday bymonth wkst
    OPSJ RefType FileReference Ack Type
    resourceType id url system code use mode profile versionId lastUpdated reference start end unit language""".split()  # noqa: SIM905  a list would be a page long
)
"""Elements, properties and keys that hold codes, ids, times and versions."""
WORDS: Final = frozenset(("setting", "value", "previous", "outcome", "frequency", "direction", "kind", "cancellation"))
"""What staff are asked and answer with one of a few words."""
_NEUTRAL_ATTRIBUTES: Final = frozenset({"OT"})
_TEXT_IN_V: Final = frozenset({"TeleAddress"})
_BASE64: Final = frozenset({"Base64Container", "data"})
_BIRTH: Final = frozenset({"DateOfBirth", "BirthDate", "birthDate", "Fodselsdato"})
_DIGITS_ONLY: Final = re.compile(r"[0-9]{2,11}")


class Neutral:
    """Makes neutral what stands in messages, envelopes and answers, with one set of aliases."""

    def __init__(self, aliases: Aliases) -> None:
        self._aliases = aliases
        self.taken: set[str] = set()
        """What has been made neutral, so that it can be taken out of sentences about it too."""

    def document(self, raw: bytes) -> bytes:
        """A message in XML, JSON, or neither; what is not XML to its end is taken as far as it is."""
        if is_json(raw):
            return self._json(raw)
        encoding = "utf-8" if _is_utf8(raw) else "iso-8859-1"
        return self._xml(raw.decode(encoding)).encode(encoding)

    def anything(self, value: Any, name: str = "") -> Any:
        """What JSON carries: texts under other names than those kept are made neutral."""
        if isinstance(value, Mapping):
            return {key: self.anything(each, str(key)) for key, each in value.items()}
        if isinstance(value, list):
            return [self.anything(each, name) for each in value]
        return self._leaf(name, value) if isinstance(value, str) else value

    def properties(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """An envelope: its numbers are aliases, and what describes an error is neutral."""
        changed = json.loads(self._aliases.text(json.dumps(envelope, ensure_ascii=False)))
        told = changed.get("application_properties", {})
        for name in ("errorDescription", "errorConditionData"):
            if name in told:
                told[name] = letters(told[name])
        return dict(changed)

    def _json(self, raw: bytes) -> bytes:
        try:
            content = json.loads(raw)
        except ValueError:
            return letters(raw.decode("utf-8", "replace")).encode()
        return json.dumps(self.anything(content), ensure_ascii=False, indent=1).encode()

    def _xml(self, text: str) -> str:
        names: list[str] = []
        return "".join(self._part(found[0], names) for found in _PART.finditer(text))

    def _part(self, part: str, names: list[str]) -> str:
        """One tag, or the text between two; `names` are the elements that are open."""
        if part.startswith("<!--"):
            return f"<!--{letters(part[4:-3])}-->"
        if part.startswith("<![CDATA["):
            return f"<![CDATA[{self._content(names, part[9:-3])}]]>"
        tag = _TAG.match(part)
        if tag is None:
            return part if part.startswith("<") else self._content(names, part)
        name = tag[2].rpartition(":")[2]
        if tag[1]:
            if name in names:
                del names[len(names) - 1 - names[::-1].index(name) :]
            return part
        if not part.rstrip(" >").endswith("/"):
            names.append(name)
        return _ATTRIBUTE.sub(lambda found: self._attribute(name, found), part)

    def _attribute(self, element: str, found: re.Match[str]) -> str:
        name, quote, value = found[1].rpartition(":")[2], found[3][0], found[3][1:-1]
        free = name in _NEUTRAL_ATTRIBUTES or (name == "V" and element in _TEXT_IN_V)
        if name == "value":  # FHIR in XML
            changed = self._content([element], value)
        elif element in _BIRTH:
            changed = self._aliases.birth(value)
        else:
            changed = letters(value) if free else self._aliases.text(value)
        return f"{found[1]}{found[2]}{quote}{changed}{quote}"

    def _content(self, names: list[str], text: str) -> str:
        """A text, blanks and entities as they are; `text` in a calendar stands in what says what it is."""
        name = next((each for each in reversed(names) if each not in ("text", "date-time", "date")), "")
        return "".join(
            _reference(part) if _ENTITY.fullmatch(part) else self._leaf(name, part) if part.strip() else part
            for part in _ENTITY.split(text)
        )

    def _leaf(self, name: str, value: str) -> str:
        if name in _BASE64:
            return re.sub(r"[A-Za-z0-9+/]", "A", value)
        if name in _BIRTH:
            return self._aliases.birth(value)
        aliased = self._aliases.text(value)
        alone = _DIGITS_ONLY.fullmatch(value.strip()) and aliased != value
        if name in WORDS and value.islower() and value.isidentifier():
            return value
        if name in KEPT or alone or _PLAIN_VALUE.fullmatch(value.strip()):
            return aliased
        self.taken.add(value.strip())
        return letters(aliased)


def _reference(entity: str) -> str:
    """A character that is written as a number is a letter too."""
    found = _REFERENCE.fullmatch(entity)
    if found is None:
        return entity
    number = int(found[3], 16 if found[2] else 10)
    neutral = ord(letters(chr(number))) if number < sys.maxunicode else ord("x")
    return f"{found[1]}{found[2]}{neutral:{'X' if found[2] else 'd'}};"


def letters(text: str) -> str:
    """The same length, with letters of the same kind: capitals, Norwegian ones and other ones stay what they are."""
    return "".join(_letter(each) for each in text)


def _letter(character: str) -> str:
    if character.isdigit():
        return "0"
    if not character.isalpha():
        return character
    plain = "x" if character.isascii() else "ø" if character in "æøåÆØÅ" else _other(character)
    return plain.upper() if character.isupper() else plain


def _other(character: str) -> str:
    """A letter that takes as many bytes."""
    size = len(character.encode())
    return {2: "š", 3: "ẋ"}.get(size, character) if unicodedata.category(character).startswith("L") else character


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
