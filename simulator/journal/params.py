"""Reads the parameters of an intent, and says what is wrong with them."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from simulator.journal.envelopes import is_uuid
from simulator.journal.refusals import FaultyParams
from standards import identifiers
from standards.attachments import ALLOWED_TYPES, Attachment

Day = TypeVar("Day", date, datetime)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_MOST = 10_000
_YEARS = range(1900, 2200)
"""What a journal has use for; outside it the arithmetic of dates ends."""


class Params:
    """Typed access to a JSON object; every reader raises `FaultyParams`."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self._values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise _faulty(name, "en tekst som ikke er tom", value)
        _refuse_real_ids(name, value)
        _refuse_unsendable(name, value)
        return value

    def optional(self, name: str) -> str | None:
        """A text, or None when it is left out or empty."""
        return None if self._values.get(name) in (None, "") else self.text(name)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise _faulty(name, "true eller false", value)
        return value

    def maybe(self, name: str) -> bool:
        """True or false; false when it is left out."""
        return False if self._values.get(name) is None else self.flag(name)

    def number(self, name: str, otherwise: int | None = None) -> int | None:
        """A whole number above zero, or something else when it is left out."""
        value = self._values.get(name)
        if value is None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _MOST:
            raise _faulty(name, f"et helt tall fra 1 til {_MOST}", value)
        return value

    def texts(self, name: str, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts, each of the given ones; with choices it may be left out."""
        values = self._values.get(name)
        if values is None and choices:
            return ()
        if not isinstance(values, list) or (not values and not choices):
            raise _faulty(name, "en liste med tekster", values)
        each = [Params({name: value}) for value in values]
        return tuple(one.choice(name, choices) if choices else one.text(name) for one in each)

    def files(self, name: str) -> tuple[Attachment, ...]:
        """Attachments, or none when it is left out."""
        values = self._values.get(name)
        if values is None:
            return ()
        if not isinstance(values, list):
            raise _faulty(name, "en liste med vedlegg", values)
        return tuple(_file(name, value) for value in values)

    def day(self, name: str) -> str:
        """A date."""
        value = self.text(name)
        try:
            found = date.fromisoformat(value)
        except ValueError as error:
            raise _faulty(name, "en dato som 2026-12-01", value) from error
        return _within_reason(name, found, value).isoformat()

    def maybe_day(self, name: str) -> str | None:
        """A date, or None when it is left out."""
        return None if self.optional(name) is None else self.day(name)

    def maybe_time(self, name: str) -> str | None:
        """A local time without zone, or None when it is left out."""
        return None if self.optional(name) is None else self.time(name)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of the given texts."""
        value = self.text(name)
        if value not in choices:
            raise _faulty(name, " eller ".join(choices), value)
        return value

    def time(self, name: str) -> str:
        """A local time without zone, in whole seconds."""
        value = self.text(name)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise _faulty(name, "lokal tid som 2026-12-01T10:15:00", value) from error
        moment = moment.replace(microsecond=0)
        if moment.tzinfo is not None:
            raise _faulty(name, "lokal tid uten tidssone, som 2026-12-01T10:15:00", value)
        return _within_reason(name, moment, value).isoformat()

    def person(self, name: str) -> str:
        """A synthetic national id."""
        value = self.text(name)
        if not (identifiers.is_synthetic(value) and identifiers.has_check_digits(value)):
            raise _faulty(name, "et syntetisk fødselsnummer med 11 siffer og riktige kontrollsifre", value)
        return value


def _within_reason(name: str, when: Day, value: str) -> Day:
    if when.year not in _YEARS:
        raise _faulty(name, f"et år fra {_YEARS[0]} til {_YEARS[-1]}", value)
    return when


def _file(name: str, value: Any) -> Attachment:
    read = Params(value if isinstance(value, Mapping) else {})
    try:
        content = base64.b64decode(read.text("content_b64"), validate=True)
    except ValueError as error:
        raise _faulty(name, "innhold i base64", "noe annet") from error
    return Attachment(read.choice("mime_type", ALLOWED_TYPES), read.text("description"), content)


def _refuse_real_ids(name: str, value: str) -> None:
    if identifiers.mask(value) != value and not is_uuid(value):
        raise FaultyParams(
            "Et fødselsnummer som kan tilhøre en levende person, tas ikke imot.",
            expected="bare syntetiske fødselsnummer",
            found=f"{name}: {identifiers.mask(value)[:80]}",
            fix="Bruk en av testpersonene i testobjektfilen.",
        )


def _refuse_unsendable(name: str, value: str) -> None:
    """Control characters and half surrogates cannot stand in XML."""
    found = _NOT_IN_XML.search(value)
    if found:
        raise FaultyParams(
            f"Parameteren {name} har et tegn som ikke kan sendes i en melding.",
            expected="bokstaver, tall, skilletegn, emoji og linjeskift",
            found=f"tegnet U+{ord(found[0]):04X}",
            fix="Fjern tegnet.",
        )


def _faulty(name: str, expected: str, value: object) -> FaultyParams:
    found = "ikke oppgitt" if value is None else identifiers.mask(str(value))[:80]
    return FaultyParams(
        f"Parameteren {name} mangler eller har feil form.",
        expected=expected,
        found=found,
        fix="Rett den; formen står i docs/contract.md, del 2.",
    )
