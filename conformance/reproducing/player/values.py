"""What is called something else now than then: ids, times, and marks in texts."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .times import Times

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_DATE = r"\d{4}-\d\d-\d\d"
_TIME = rf"{_DATE}T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?|{_DATE}|\b\d\d\.\d\d\.\d{{4}}\b"
_MARK = r"(?<=\(ref )[0-9A-F]{10}(?=\))"
TOKEN = re.compile(rf"(?P<id>{_UUID})|(?P<time>{_TIME})|(?P<mark>{_MARK})")
_MARKED = re.compile(r"[0-9A-F]{10}")
_TAIL = re.compile(r"[0-9a-f]{4,}\Z")
_NUMBER = re.compile(r"(?<!\d)\d{5,11}(?!\d)")
STAMPS = frozenset({"GenDate", "IssueDate", "applicationTimeStamp", "receiverTimeStamp", "dtstamp", "created"})
"""Elements and properties that say when something was made, whatever the clock."""
IDS = frozenset(
    {
        "MsgId",
        "RefToParent",
        "RefToConversation",
        "uid",
        "TjenesteId",
        "message_id",
        "correlation_id",
        "originalMessageId",
    }
)
"""Elements and properties that hold an id, whatever its form."""


@dataclass(frozen=True)
class Difference:
    """One value that is another than it was; empty for what is not there."""

    where: str
    then: str
    now: str


@dataclass
class Values:
    """Then → now, learnt from what comes; `own` are the ids and marks that we made ourselves."""

    times: Times
    ids: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    """Ids of another form than UUID; they are replaced where they stand alone."""
    swaps: Mapping[str, str] = field(default_factory=dict)
    """Numbers of persons and parties that are others in this EPJ, where they are."""

    def own(self, made: Iterable[str]) -> None:
        """What we made: the same as then, or renewed."""
        for each in made:
            again = _another(each) if self.times.renew else each
            if TOKEN.fullmatch(each) or _MARKED.fullmatch(each):
                self.ids[each.lower()] = again
            else:
                self.plain[each] = again

    def text(self, value: str) -> str:
        """A text as it is to be said now."""
        if value in self.plain:
            return self.plain[value]
        return TOKEN.sub(self._now, self.swapped(value))

    def swapped(self, value: str) -> str:
        """With the persons and the parties of this EPJ."""
        return _NUMBER.sub(lambda found: self.swaps.get(found[0], found[0]), value) if self.swaps else value

    def raw(self, content: bytes) -> bytes:
        """A document as it is to be sent now; all but ids and times is left byte for byte."""
        changed = TOKEN.sub(self._now, self.swapped(content.decode("iso-8859-1"))).encode("iso-8859-1")
        for then, now in self.plain.items():
            for before, after in ((">", "<"), ('"', '"')):
                changed = changed.replace(f"{before}{then}{after}".encode(), f"{before}{now}{after}".encode())
        return changed

    def anything(self, value: Any) -> Any:
        """The same for what JSON carries."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.anything(each) for key, each in value.items()}
        return [self.anything(each) for each in value] if isinstance(value, list) else value

    def learn(self, then: str, now: str) -> bool:
        """Take it that an id then is this one now; False when one of them is already known as something else."""
        key = then.lower()
        known = self.ids.get(key) or self.plain.get(then)
        if known is not None:
            return known.lower() == now.lower()
        if now.lower() in {each.lower() for each in (*self.ids.values(), *self.plain.values())}:
            return False
        if re.fullmatch(_UUID, then):
            self.ids[key] = now
        else:
            self.plain[then] = now
        return True

    def same(self, name: str, then: str, now: str) -> bool:
        """Whether a value says the same as it did, with ids and times taken for what they stand for."""
        then = self.swapped(then)
        if then == now:
            return True
        if name in STAMPS and then and now:
            self.stamps[then] = now
            return True
        if name in IDS and then and now:
            return self.learn(then, now)
        before, after = list(TOKEN.finditer(then)), list(TOKEN.finditer(now))
        alike = TOKEN.sub("", then) == TOKEN.sub("", now) and len(before) == len(after)
        return alike and all(self._same(one, other) for one, other in zip(before, after, strict=True))

    def _same(self, then: re.Match[str], now: re.Match[str]) -> bool:
        if then.lastgroup != now.lastgroup:
            return False
        if then.lastgroup != "time":
            return self.learn(then[0], now[0])
        if self.times.of_the_run(then[0]) and self.times.of_this_run(now[0]):
            self.stamps[then[0]] = now[0]
            return True
        # What the EPJ had from before is where it was.
        return now[0] in (self.times.moved(then[0]), then[0])

    def _now(self, found: re.Match[str]) -> str:
        if found.lastgroup == "time":
            return self.stamps.get(found[0]) or self.times.moved(found[0])
        known = self.ids.get(found[0].lower(), found[0])
        return known.upper() if found[0].isupper() else known


def _another(value: str) -> str:
    """A new one of the same form; an id that was wrong on purpose is wrong in the same way."""
    if TOKEN.fullmatch(value):
        return str(uuid.uuid4())
    if _MARKED.fullmatch(value):
        return secrets.token_hex(5).upper()
    return _TAIL.sub(lambda found: secrets.token_hex(len(found[0]))[: len(found[0])], value)
