"""Has what was found judged by schema and rules, one file or one conversation at a time."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from epj.validation.language import Language
from epj.validation.reading import Bytes, why
from epj.validation.records import (
    BROKEN_ON_PURPOSE,
    NEEDS_CONVERSATION,
    Judged,
    exchange_record,
    file_record,
    with_lines,
)
from epj.validation.sources import Conversation, Found, Lone, Place, Unread
from epj.validation.unwrapping import FIELDS, Content, is_fhir, unwrap
from standards.errors import Problem
from standards.exchange import Exchange, Item, Role
from standards.rules.engine import MessageVerdict, NotJudged, all_rules, judge_exchange, judge_message
from standards.rules.model import Scope
from standards.rules.register import Kind
from standards.schema import SchemaPack

T = TypeVar("T")


@dataclass(frozen=True)
class Skipped:
    """A file that is no message, found in a folder among messages."""

    shown: str


Outcome = Judged | dict[str, Any] | Unread | Skipped
"""A file, the record of a conversation, what could not be read, or what is no message."""


@dataclass(frozen=True)
class Judge:
    """Judges with one schema pack and one source profile; None is the newest."""

    pack: SchemaPack
    say: Language
    role: Role | None = None
    profile: str | None = None

    def outcomes(self, found: Found) -> Iterator[Outcome]:
        """What is to be said of it; what cannot be read never hides what can."""
        if isinstance(found, Unread):
            yield found
        elif isinstance(found, Lone):
            yield self._lone(found)
        else:
            yield from self._conversation(found)

    def _lone(self, lone: Lone) -> Outcome:
        read = _tried(lone.place.shown, lone.place.read)
        if isinstance(read, Unread):
            return read
        if _is_other_json(read.raw):
            return Unread(lone.place.shown, _OTHER_JSON) if lone.asked else Skipped(lone.place.shown)
        inner = _tried(lone.place.shown, lambda: unwrap(read.raw, self.say) if read.whole else Content(read.raw))
        if isinstance(inner, Unread):
            return inner
        if inner.raw is read.raw and _is_plain_json(lone.place.name, read.raw):
            return Unread(lone.place.shown, _NO_OBJECT) if lone.asked else Skipped(lone.place.shown)
        length = read.length if inner.raw is read.raw else len(inner.raw)
        verdict = judge_message(
            inner.raw,
            pack=self.pack,
            sender_hint=self.role,
            envelope=inner.envelope,
            length=length,
            profile=self.profile,
        )
        more = _conversation_rules(verdict.kind)
        record = file_record(lone.place.shown, verdict, self.say, notes=inner.notes, more=more)
        return Judged(with_lines(record, inner.raw), inner.raw)

    def _conversation(self, conversation: Conversation) -> Iterator[Outcome]:
        if problem := _same_number(conversation):
            yield Unread(conversation.shown, problem)
            yield from (self._lone(Lone(place)) for place in conversation.messages)
            return
        contents: dict[str, bytes] = {}
        lengths: dict[str, int] = {}
        notes: dict[str, tuple[str, ...]] = {}
        shown = {place.name: place.shown for place in conversation.messages}
        missing = False
        for place in (*conversation.messages, *conversation.sidecars):
            read = _tried(place.shown, _sound(place))
            if isinstance(read, Unread):
                missing = True
                yield read
            else:
                inner = self._inside(read) if place.name in shown else Content(read.raw)
                contents[place.name], notes[place.name] = inner.raw, inner.notes
                lengths[place.name] = read.length if inner.raw is read.raw else len(inner.raw)
        exchange = _tried(conversation.shown, lambda: Exchange.from_files(contents))
        if isinstance(exchange, Unread):
            yield exchange
            return
        for item in exchange:
            yield self._item(shown[item.name], item, lengths[item.name], notes[item.name])
        whole = not missing and len(exchange) > 0 and is_whole(exchange)
        verdict = judge_exchange(exchange, pack=self.pack, complete=whole, profile=self.profile)
        yield exchange_record(conversation.shown, [shown[item.name] for item in exchange], verdict, self.say)

    def _inside(self, read: Bytes) -> Content:
        """What a message of a conversation was wrapped in is taken off; what cannot be is judged as it lies there."""
        inner = _tried("", lambda: unwrap(read.raw, self.say)) if read.whole else None
        return inner if isinstance(inner, Content) else Content(read.raw)

    def _item(self, path: str, item: Item, length: int, notes: tuple[str, ...]) -> Judged:
        verdict = judge_message(
            item.raw,
            sender=item.sender,
            envelope=item.envelope,
            pack=self.pack,
            length=length,
            profile=self.profile,
        )
        if not item.deliberate_fault:
            return Judged(with_lines(file_record(path, verdict, self.say, notes=notes), item.raw), item.raw)
        spared = NotJudged("*", BROKEN_ON_PURPOSE.format(item.deliberate_fault))
        plain = MessageVerdict(verdict.schema, (), (spared,), verdict.type, verdict.msg_id, verdict.code, verdict.kind)
        record = file_record(path, plain, self.say)
        return Judged(
            {**record, "sender": str(item.sender), "deliberate_fault": item.deliberate_fault},
            item.raw,
        )


def _tried(shown: str, attempt: Callable[[], T]) -> T | Unread:
    try:
        return attempt()
    except Problem as problem:
        return Unread(shown, problem)
    except OSError as error:
        return Unread(shown, why(error))


def _sound(place: Place) -> Callable[[], Bytes]:
    """Reads a message, or a sidecar that can be understood: one that cannot takes only its own facts away."""

    def read() -> Bytes:
        content = place.read()
        if place.name.removesuffix(".json").isdecimal():
            stem = place.name.removesuffix(".json")
            Exchange.from_files({f"{stem}-epj-helsenorge.xml": b"", place.name: content.raw})
        return content

    return read


def _same_number(conversation: Conversation) -> Problem | None:
    numbers = Counter(int(place.name.split("-")[0]) for place in conversation.messages)
    number, files = numbers.most_common(1)[0]
    if files == 1:
        return None
    return Problem(
        "To meldinger i mappen har samme nummer, så den er ikke sjekket som en samtale.",
        expected="et nummer for hver melding, i den rekkefølgen de ble sendt",
        found=f"{files} filer med nummer {number:02}",
        fix="Nummerer meldingene på nytt, med konvolutten i NN.json.",
    )


_NO_OBJECT = Problem(
    "Filen ser ut som JSON, men er verken FHIR eller en innpakket melding.",
    expected="et objekt, ikke en liste eller en enkelt verdi",
    found="en liste eller en enkelt verdi",
    fix="Lagre hver melding i sin egen fil.",
)


def _is_plain_json(name: str, raw: bytes) -> bool:
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start == b"[" or (name.lower().endswith(".json") and start not in {b"<", b"{", b""})


_OTHER_JSON = Problem(
    "Filen ser ut som JSON, men er verken FHIR eller en innpakket melding.",
    expected=f"et objekt med resourceType, {FIELDS[0]} eller {FIELDS[-1]}",
    found="ingen av delene",
    fix="Oppgi filen med selve meldingen.",
)


def _is_other_json(raw: bytes) -> bool:
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start == b"{" and not is_fhir(raw) and not any(name.encode() in raw for name in FIELDS)


def is_whole(exchange: Exchange) -> bool:
    """Whether receipts were kept and no number is left out; else nothing can be said about what is missing."""
    numbers = [int(item.name.split("-")[0]) for item in exchange]
    unbroken = numbers[0] <= 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return unbroken and any(_is_receipt(item) for item in exchange)


def _is_receipt(item: Item) -> bool:
    if item.envelope is not None and item.envelope.is_error:
        return True
    return b"xmlstds/apprec/" in item.raw[:2000]


@functools.cache
def _conversation_rules(kind: Kind) -> tuple[NotJudged, ...]:
    if kind in {Kind.OTHER, Kind.UNREADABLE}:
        return ()
    rules = [rule for rule in all_rules() if rule.scope is Scope.EXCHANGE and kind in rule.on]
    return tuple(NotJudged(rule.id, NEEDS_CONVERSATION) for rule in rules)
