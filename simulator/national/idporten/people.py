"""Who may log in: the people of the test area as the folkeregister tells of them over HTTP, or of its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import urllib3

from simulator.national.idporten.methods import LEAST_AGE
from simulator.national.idporten.refusals import NobodyKnown
from simulator.people.ages import age
from simulator.people.packs import PACKS
from simulator.serving.service import Place


@dataclass(frozen=True)
class Someone:
    """A person who may log in."""

    pid: str
    name: str
    age: int


class Register:
    """Asks the folkeregister; `address` gives where it answers for a test area, `place` who lives where none does."""

    def __init__(self, address: Callable[[str], str], place: Callable[[str], Place], *, timeout: float = 10.0) -> None:
        self._address = address
        self._place = place
        self._timeout = timeout
        self._pool = urllib3.PoolManager(retries=False)

    def __call__(self, area: str, day: date) -> tuple[Someone, ...]:
        """Those who live, have a number and are old enough that day, by name; raises `NobodyKnown`."""
        base = self._address(area)
        if not base:
            return _by_name(_of_place(self._place(area), day))
        where = f"{base.removesuffix(f'/w/{area}')}/_sim/areas/{area}/personer"
        try:
            answer = self._pool.request("GET", where, timeout=self._timeout)
            listed = list(_grown(json.loads(answer.data)["personer"], day))
        except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError) as error:
            raise NobodyKnown(
                "Får ikke vite hvem som bor i testområdet.",
                expected=f"et svar fra folkeregisteret på {base or 'en adresse'}",
                found="ikke noe brukbart svar",
                fix="Start folkeregisteret, og prøv igjen.",
            ) from error
        return _by_name(listed)


def _by_name(found: Iterable[Someone]) -> tuple[Someone, ...]:
    return tuple(sorted(found, key=lambda one: one.name.split()[::-1]))


def _of_place(place: Place, day: date) -> Iterator[Someone]:
    made = date.fromisoformat(place.day) if place.day else day
    for one in PACKS[place.pack][1](place.seed, made):
        number, years = one.ident_on(day), age(one.birth_date, day)
        if number and years >= LEAST_AGE and one.alive(day):
            yield Someone(number, one.name, years)


def _grown(listed: list[dict[str, Any]], day: date) -> Iterator[Someone]:
    for one in listed:
        years, died = age(date.fromisoformat(one["foedselsdato"]), day), one["doedsdato"]
        if one["nummer"] and years >= LEAST_AGE and (died is None or date.fromisoformat(died) > day):
            yield Someone(one["nummer"], one["navn"], years)
