"""Citizens as Folkeregisteret tells of them, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

import urllib3

from simulator.national.helsenorge.refusals import register_silent

SEE, READ, ASK = "se timer", "lese meldinger", "be om time"
SELF: Final = "selv"
POWERS: Final = frozenset({"FU", "TD"})
"""Codes of 7611: power of attorney, and the like that is assigned."""
_MOST: Final = 1000
_TIMEOUT: Final = urllib3.Timeout(connect=2.0, read=20.0)


@dataclass(frozen=True)
class Standing:
    """What somebody may do for a citizen, or for themselves; `person` is the id in the register."""

    person: str
    number: str
    name: str
    bond: str
    rights: frozenset[str]
    why: str
    rule: str
    active: bool

    @property
    def given(self) -> str:
        """What the person is called in a notice."""
        return self.name.partition(" ")[0]


@dataclass(frozen=True)
class Citizen:
    """One citizen on a day; the first standing is their own."""

    person: str
    number: str
    name: str
    age: int
    dead: bool
    active: bool
    consent: bool
    standings: tuple[Standing, ...]

    @property
    def given(self) -> str:
        """What the person is called in a notice."""
        return self.name.partition(" ")[0]

    @property
    def own(self) -> Standing:
        """What the citizen may do for themselves."""
        return next(one for one in self.standings if one.bond == SELF)

    @property
    def others(self) -> tuple[Standing, ...]:
        """Everybody else with a tie, also those who may do nothing."""
        return tuple(one for one in self.standings if one.bond != SELF)


class Registry(Protocol):
    """Where citizens are looked up."""

    def look_up(self, area: str, numbers: Iterable[str], day: date) -> dict[str, Citizen]:
        """Those who exist that day, by the number that was asked about; raises `RegisterSilent`."""
        ...

    def tell_use(self, area: str, number: str, use: Mapping[str, bool]) -> None:
        """Tell that somebody has begun or ended using Helsenorge; raises `RegisterSilent`."""
        ...


class HttpRegistry:
    """The national register of the area, at the address that `address(area)` gives; empty when there is none."""

    def __init__(self, address: Callable[[str], str], pool: urllib3.PoolManager | None = None) -> None:
        self._address = address
        self._pool = pool or urllib3.PoolManager(maxsize=16, retries=False, timeout=_TIMEOUT)

    def look_up(self, area: str, numbers: Iterable[str], day: date) -> dict[str, Citizen]:
        """Those who exist that day, by the number that was asked about; raises `RegisterSilent`."""
        wanted = list(dict.fromkeys(numbers))
        found: dict[str, Citizen] = {}
        for first in range(0, len(wanted), _MOST):
            body = {"numre": wanted[first : first + _MOST], "dag": day.isoformat()}
            told = self._call("POST", area, "personer", body)
            found |= {number: _citizen(one) for number, one in told["personer"].items()}
        return found

    def tell_use(self, area: str, number: str, use: Mapping[str, bool]) -> None:
        """Tell that somebody has begun or ended using Helsenorge; raises `RegisterSilent`."""
        self._call("PUT", area, "bruk", {"person": number, **use})

    def _call(self, method: str, area: str, what: str, body: Mapping[str, Any]) -> dict[str, Any]:
        base = self._address(area)
        if not base:
            raise register_silent("ikke noe folkeregister ved siden av")
        headers = {"Content-Type": "application/json"}
        try:
            answer = self._pool.request(
                method, f"{base}/representasjon/{what}", body=json.dumps(body).encode(), headers=headers
            )
        except urllib3.exceptions.HTTPError as error:
            raise register_silent(f"ikke noe svar: {type(error).__name__}") from error
        if answer.status not in {200, 204}:
            raise register_silent(f"svar {answer.status}")
        told: dict[str, Any] = json.loads(answer.data) if answer.data else {}
        return told


def _citizen(told: Mapping[str, Any]) -> Citizen:
    return Citizen(
        told["person_id"],
        told["person"] or "",
        told["person_navn"],
        told["alder"],
        told["doed"],
        told["digitalt_aktiv"],
        told["foreldresamtykke"],
        tuple(_standing(one) for one in told["staaende"]),
    )


def _standing(told: Mapping[str, Any]) -> Standing:
    return Standing(
        told["representant_id"],
        told["representant"] or "",
        told["representant_navn"],
        told["knytning"],
        frozenset(told["rettigheter"]),
        told["hvorfor"],
        told["regel"],
        told["representant_digitalt_aktiv"],
    )
