"""A JSON object that is read leniently: names in any case; what is wrong is gathered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Request

from simulator.national.meldingstjener import values
from simulator.national.meldingstjener.refusals import Invalid, WrongMedia
from simulator.serving import reading
from standards.errors import kind_of, not_json

MOST_IN_A_LIST: Final = 1000
"""How many things a list may hold (ours): what is told of each that is wrong must fit in an answer."""


class Body:
    """A JSON object whose names are read in any case; what is wrong is gathered."""

    def __init__(self, content: Mapping[str, Any], wrong: list[str], where: str = "") -> None:
        self._content = {str(name).casefold(): value for name, value in content.items()}
        self._where = where
        self.wrong = wrong

    @classmethod
    def of(cls, request: Request) -> Body:
        """The body of a call; raises `WrongMedia`, `TooLarge`, `Invalid`."""
        media = request.mimetype
        if media not in {"application/json", "text/json"} and not (
            media.startswith("application/") and media.endswith("+json")
        ):
            raise WrongMedia(
                "Innholdet må være JSON.",
                expected="application/json, text/json eller application/*+json",
                found=request.content_type or "ingen Content-Type",
                fix="Sett Content-Type.",
            )
        raw = reading.body(request)
        try:
            content = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise Invalid("Innholdet er ikke JSON.", found=not_json(error)) from error
        if not isinstance(content, dict):
            raise Invalid("Innholdet er ikke et JSON-objekt.", found=kind_of(content))
        return cls(content, [])

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A text, None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is None and required:
            self.wrong.append(f"{self._where}{name} mangler.")
        if value is not None and not isinstance(value, str):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet en tekst.")
            return None
        return value

    def flag(self, name: str) -> bool | None:
        """True, false, or None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is not None and not isinstance(value, bool):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet true eller false.")
            return None
        return value

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """A list of HER-ids, None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is None:
            return None
        if not isinstance(value, list):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet en liste.")
            return None
        if self._is_long(name, value):
            return None
        return tuple(values.number(name, one, self.wrong, 1, values.MOST) for one in value)

    def number(self, name: str) -> int | None:
        """A HER-id, None when it is null or left out."""
        value = self._content.get(name.casefold())
        return None if value is None else values.number(f"{self._where}{name}", value, self.wrong, 1, values.MOST)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty when it is null or left out."""
        value = self._content.get(name.casefold())
        listed = value if isinstance(value, list) else []
        if value is not None and (listed is not value or not all(isinstance(one, str) for one in listed)):
            self.wrong.append(f"{self._where}{name} er ikke en liste av tekster.")
            return ()
        if self._is_long(name, listed):
            return ()
        return tuple(listed)

    def enum(self, name: str, names: Mapping[str, int]) -> str:
        """One of the names, by name, number or quoted number; the first of them when it is wrong."""
        value = self._content.get(name.casefold())
        if value is None:
            self.wrong.append(f"{self._where}{name} mangler.")
            return next(iter(names))
        return values.enum(name, value, names, self.wrong)

    def inside(self, name: str) -> Body | None:
        """An object, None when it is null or left out."""
        value = self._content.get(name.casefold())
        if value is not None and not isinstance(value, dict):
            self.wrong.append(f"{self._where}{name} er {kind_of(value)}; ventet et objekt.")
            return None
        return None if value is None else Body(value, self.wrong, f"{name}.")

    def each(self, name: str) -> list[Body]:
        """The objects of a list."""
        value = self._content.get(name.casefold())
        listed = value if isinstance(value, list) else []
        if value is not None and (listed is not value or not all(isinstance(one, dict) for one in listed)):
            self.wrong.append(f"{self._where}{name} er ikke en liste av objekter.")
            return []
        if self._is_long(name, listed):
            return []
        return [Body(one, self.wrong, f"{name}[{place}].") for place, one in enumerate(listed)]

    def done(self) -> None:
        """Raises `Invalid` when anything was wrong."""
        values.require(self.wrong)

    def _is_long(self, name: str, listed: Sequence[object]) -> bool:
        if len(listed) > MOST_IN_A_LIST:
            self.wrong.append(f"{self._where}{name} har {len(listed)} ledd; høyst {MOST_IN_A_LIST}.")
        return len(listed) > MOST_IN_A_LIST
