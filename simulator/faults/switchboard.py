"""Which faults are on in a test area: kept with the journal, so that a restart forgets nothing and a reset all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from random import Random
from typing import Any, TypeVar

from simulator.faults.catalogue import find
from simulator.faults.fault import Case, Fault
from simulator.journal import settings
from simulator.journal.hooks import Hook
from simulator.journal.refusals import FaultyParams
from simulator.journal.unit import Unit

_STORED = "faults"
_MOST = 1_000_000
T = TypeVar("T")


@dataclass(frozen=True)
class Active:
    """A fault that is on; `left` is how many times more it strikes, None until it is turned off."""

    id: str
    left: int | None = None
    seed: int = 0
    params: Mapping[str, Any] = field(default_factory=dict)
    struck: int = 0

    def once_more(self) -> Active:
        """It has struck."""
        return replace(self, struck=self.struck + 1, left=None if self.left is None else self.left - 1)

    def to_json(self) -> dict[str, Any]:
        """As the control API tells it."""
        return {**asdict(self), "params": dict(self.params)}


class Switchboard:
    """The faults of one journal: asked at each place where a fault may strike."""

    def __init__(self) -> None:
        self._maybe = True

    @property
    def quiet(self) -> bool:
        """Whether it is certain that none is on."""
        return not self._maybe

    def awake(self, unit: Unit) -> bool:
        """Whether any fault is on; once none is, the database is not asked again until one is turned on."""
        if self._maybe:
            self._maybe = bool(active(unit))
        return self._maybe

    def look_again(self) -> None:
        """The database is another than before."""
        self._maybe = True

    def turn_on(self, unit: Unit, order: Active) -> None:
        """Turn a fault on; one that is on already begins anew."""
        self._maybe = True
        _keep(unit, [*(one for one in active(unit) if one.id != order.id), order])

    def turn_off(self, unit: Unit, fault: str | None = None) -> list[Active]:
        """Turn one fault off, or all; gives those that were on."""
        before = active(unit)
        gone = [one for one in before if fault is None or one.id == fault]
        _keep(unit, [one for one in before if one not in gone])
        return gone

    def passed(self, unit: Unit, hook: Hook, value: T, about: object) -> T:
        """What the active faults leave of a value; each that strikes has one time less left."""
        still, struck = [], False
        plain = replace(unit, faults=None)  # what a fault does is not struck by others
        for one in active(unit):
            fault = find(one.id)
            after = fault.act(_case(plain, one, about), value) if fault.hook is hook else value
            used = one if after is value else one.once_more()
            struck = struck or used is not one
            value = after
            if used.left != 0:
                still.append(used)
        if struck:
            _keep(unit, still)
        return value


def active(unit: Unit) -> list[Active]:
    """The faults that are on, in the order they were turned on."""
    stored = settings.get(unit, _STORED)
    return [Active(**one) for one in json.loads(stored)] if stored else []


def order(content: Mapping[str, Any]) -> Active:
    """What somebody asks for: id, next, seed and params. Raises `UnknownFault`, `FaultyParams`."""
    extra = sorted(set(content) - {"id", "next", "seed", "params"})
    if extra:
        raise _faulty("id, next, seed og params", ", ".join(extra)[:80])
    name = content.get("id")
    fault = find(name if isinstance(name, str) else "")
    seed = content.get("seed", 0)
    if type(seed) is not int or abs(seed) > 2**63:
        raise _faulty("seed som et helt tall", repr(seed)[:80])
    return Active(fault.id, _times(content.get("next")), seed, _params(fault, content.get("params") or {}))


def _times(count: object) -> int | None:
    if count is None:
        return None
    if type(count) is not int or not 1 <= count <= _MOST:
        raise _faulty(f"next som et helt tall fra 1 til {_MOST}, eller utelatt", repr(count)[:80])
    return count


def _params(fault: Fault, given: object) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _faulty("params som et JSON-objekt", repr(given)[:80])
    known = fault.defaults()
    for name, value in given.items():
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f" Mente du {near[0]}?" if near else ""
            raise _faulty(f"params av {fault.id}: {', '.join(known) or 'ingen'}.{hint}", str(name)[:80])
        if not _fits(value, known[name]):
            raise _faulty(f"{name} som {type(known[name]).__name__}, f.eks. {known[name]!r}", repr(value)[:80])
    return {**known, **given}


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float) and 0 <= value <= _MOST
    return isinstance(value, str) and len(value) <= 200


def _case(unit: Unit, one: Active, about: object) -> Case:
    return Case(unit, about, one.params, Random(f"{one.seed}/{one.id}/{one.struck}"))  # noqa: S311 - not a secret


def _keep(unit: Unit, ones: list[Active]) -> None:
    if ones:
        settings.put(unit, _STORED, json.dumps([one.to_json() for one in ones], ensure_ascii=False))
    else:
        settings.forget(unit, _STORED)


def _faulty(expected: str, found: str) -> FaultyParams:
    return FaultyParams(
        "Feilen kan ikke slås på slik.", expected=expected, found=found, fix="Se «epj faults ID» for hva den tar."
    )
