"""What Helsenorge's own parts tell the notices of: an appointment, an answer, a message, a visit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from simulator.national.helsenorge.citizens import READ, SEE
from simulator.national.helsenorge.refusals import real_person
from simulator.serving import reading
from simulator.serving.refusals import faulty
from standards.identifiers import is_real_range, is_synthetic

NEW, CHANGED, CANCELLED, ANSWERED = "ny-time", "endret-time", "avlyst-time", "svar-avbestilling"
MESSAGE, VISIT, PERFORMED, REMINDER = "melding", "hjemmebesok", "utfort-besok", "paaminnelse"
LEAST, NORMAL, FULL = "begrenset", "normal", "full"
LEVELS: Final = (LEAST, NORMAL, FULL)
ACCEPTED, REFUSED = "godtatt", "avslaatt"
_LONGEST: Final = 100
_ELEVEN: Final = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])")


@dataclass(frozen=True)
class Kind:
    """What one kind of event means: which right one needs to be told, and from which level of notices on."""

    right: str
    least: str = LEAST
    source: str = "W-VIS"
    mark: str = "V"
    moves_reminder: bool = False


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        NEW: Kind(SEE, source="W-VIS, LIN, KSF", moves_reminder=True),
        CHANGED: Kind(SEE, moves_reminder=True),
        CANCELLED: Kind(SEE),
        ANSWERED: Kind(SEE, source="HN-T0"),
        MESSAGE: Kind(READ, source="vår slutning", mark="I"),
        VISIT: Kind(SEE),
        PERFORMED: Kind(SEE, least=FULL, source="KSF"),
        REMINDER: Kind(SEE),
    }
)
"""Where the sources name no level, the event is told at all three."""


@dataclass(frozen=True)
class Happening:
    """One event. Nothing in it says what an appointment or a message is about."""

    kind: str
    person: str
    id: str = ""
    appointment: str = ""
    start: datetime | None = None
    sender: str = ""
    sensitive: bool = False
    hidden_from_parents: bool = False
    hidden_from_youth: bool = False
    answer: str = ""
    to: tuple[str, ...] = ()
    """The numbers of those it may be told, of those who may know; empty means all of them."""
    notice: bool = True
    reminder: bool = True

    def to_json(self) -> dict[str, Any]:
        """As the route takes it."""
        told = {name: getattr(self, field) for name, field in _FIELDS.items()}
        start = None if self.start is None else self.start.isoformat()
        return {**told, "start": start, "til": list(self.to)}


def read(given: Mapping[str, Any]) -> Happening:
    """What the route was given; raises `FaultyRequest`, `RealPerson`."""
    kind = one_of(given, "hendelse", tuple(one for one in KINDS if one != REMINDER))
    found = Happening(
        kind,
        number(reading.text(given, "person"), "person"),
        _words(given, "id"),
        _words(given, "time_id"),
        _moment(given, "start"),
        _words(given, "avsender"),
        flag(given, "sensitiv_avsender", usual=False),
        flag(given, "skjult_for_foreldre", usual=False),
        flag(given, "skjult_for_ungdom", usual=False),
        one_of(given, "svar", ("", ACCEPTED, REFUSED)),
        _recipients(given),
        flag(given, "varsle", usual=True),
        flag(given, "paaminnelse", usual=True),
    )
    if kind == ANSWERED and not found.answer:
        raise faulty(f"svar som {ACCEPTED} eller {REFUSED}", "ingenting")
    if KINDS[kind].moves_reminder and (found.start is None or not found.appointment):
        raise faulty("time_id, og start med tidssone", "ikke begge")
    return found


def of_json(told: Mapping[str, Any]) -> Happening:
    """What `to_json` wrote."""
    fields = {field: told[name] for name, field in _FIELDS.items()}
    start = told["start"]
    return Happening(
        **{**fields, "start": None if start is None else datetime.fromisoformat(start), "to": tuple(told["til"])}
    )


def number(value: str, name: str) -> str:
    """A synthetic number; raises `FaultyRequest`, `RealPerson`."""
    if is_real_range(value):
        raise real_person()
    if not is_synthetic(value):
        raise faulty(f"{name} som et syntetisk fødselsnummer eller D-nummer", ascii(value)[:40])
    return value


def one_of(given: Mapping[str, Any], name: str, options: tuple[str, ...]) -> str:
    """One of the options; raises `FaultyRequest`."""
    found = reading.text(given, name)
    if found not in options:
        raise faulty(f"{name} som en av: {', '.join(filter(None, options))}", ascii(found)[:40])
    return found


def flag(given: Mapping[str, Any], name: str, *, usual: bool) -> bool:
    """True or false; raises `FaultyRequest`."""
    found = given.get(name, usual)
    if not isinstance(found, bool):
        raise faulty(f"{name} som true eller false", ascii(found)[:40])
    return found


_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hendelse": "kind",
        "person": "person",
        "id": "id",
        "time_id": "appointment",
        "start": "start",
        "avsender": "sender",
        "sensitiv_avsender": "sensitive",
        "skjult_for_foreldre": "hidden_from_parents",
        "skjult_for_ungdom": "hidden_from_youth",
        "svar": "answer",
        "til": "to",
        "varsle": "notice",
        "paaminnelse": "reminder",
    }
)


def _recipients(given: Mapping[str, Any]) -> tuple[str, ...]:
    listed = given.get("til", [])
    if not isinstance(listed, list) or len(listed) > _LONGEST:
        raise faulty(f"til som en liste med høyst {_LONGEST} numre", ascii(listed)[:40])
    return tuple(number(one if isinstance(one, str) else "", "til") for one in listed)


def _words(given: Mapping[str, Any], name: str) -> str:
    found = reading.text(given, name)
    if len(found) > _LONGEST or any(ord(letter) < 32 or "\ud800" <= letter <= "\udfff" for letter in found):
        raise faulty(f"{name} som tekst på høyst {_LONGEST} tegn, uten styretegn", ascii(found)[:80])
    if any(is_real_range(digits) for digits in _ELEVEN.findall(found)):
        raise real_person()
    return found


def _moment(given: Mapping[str, Any], name: str) -> datetime | None:
    told = reading.text(given, name)
    if not told:
        return None
    try:
        found = datetime.fromisoformat(told)
    except ValueError as error:
        raise faulty(f"{name} som 2026-11-30T09:00:00+01:00", ascii(told)[:40]) from error
    if found.tzinfo is None or not 1900 <= found.year <= 2099:
        raise faulty(f"{name} med tidssone, mellom 1900 og 2099", ascii(told)[:40])
    return found
