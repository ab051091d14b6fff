"""What a fault is: what it is called, what the citizen would notice, and where it bites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from simulator.journal.hooks import Hook
from simulator.journal.unit import Unit

Value = bool | int | float | str
_AT_THE_BUS = frozenset({Hook.ARRIVING, Hook.DISPATCH, Hook.IN_ORDER, Hook.PROTECTS, Hook.OPENS})


@dataclass(frozen=True)
class Param:
    """Something about a fault that may be chosen; its type is that of the value it has when nothing is said."""

    name: str
    default: Value
    meaning: str


@dataclass(frozen=True)
class Case:
    """One occasion where a fault may strike. `random` gives the same with the same seed and the same count."""

    unit: Unit
    about: Any
    params: Mapping[str, Any]
    random: Random


Act = Callable[[Case, Any], Any]
"""Gives another value where the fault strikes, and the very same where it has nothing to do."""


class Fate(StrEnum):
    """What a test should make of a fault."""

    FAILS = "ikke bestått"
    REMARKED = "merknad"
    """It is no more than a remark: the rule is inferred, or no skal."""
    BORNE = "skal tåles"
    """The standard bears it, so nothing should fail it."""
    BY_HAND = "prøves for hånd"
    """A municipality should catch it, and no scenario can without spoiling something."""


@dataclass(frozen=True)
class Fault:
    """A misbehaviour. `caught_by` names the scenarios and the rules that see it, the quickest scenario first.

    Where it is borne, `caught_by` is empty and `borne_in` the scenario that passes with it on; `why` then says why, and
    for what is tried by hand how.
    """

    id: str
    title: str
    noticed: str
    """What the citizen, or the nurse, would notice; one line of bokmål."""
    caught_by: tuple[str, ...]
    hook: Hook
    act: Act
    params: tuple[Param, ...] = ()
    fate: Fate = Fate.FAILS
    why: str = ""
    borne_in: str = ""
    product: str = "visma_hspro"
    """The simulated product that it is tried on."""
    cms: bool = False
    """Whether it has something to do only where messages are signed and encrypted."""

    @property
    def where(self) -> str:
        """Where it lives."""
        return "buss" if self.hook in _AT_THE_BUS else "journal"

    def defaults(self) -> dict[str, Value]:
        """Its parameters when nothing is said."""
        return {param.name: param.default for param in self.params}
