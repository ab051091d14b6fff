"""How an appointment reaches Helsenorge: one module for each `push` that a profile may have, found by its name.

A module has `push(unit, row, code, status)`, which puts what is to be sent in an outbox and gives the id to find it by
(a MsgId), or None. `code` is of 7602 (05, 07, 08, 11), or MOA. `follow(unit, row)` is optional: what more is sent when
an answer in a thread has told of the appointment. `HIDES_FROM_PARENTS` tells that what is sent says who may see it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from simulator.journal.unit import Unit

DEFAULT = "amqp"


class Push(Protocol):
    """Puts what happened to an appointment in an outbox."""

    def __call__(self, unit: Unit, row: sqlite3.Row, code: str, status: str | None) -> str | None: ...


def push(unit: Unit, row: sqlite3.Row, code: str, status: str | None) -> str | None:
    """Send what happened to an appointment the way the product does."""
    return _channels()[_chosen(unit)](unit, row, code, status)


def keep_in_step(unit: Unit, row: sqlite3.Row) -> None:
    """After an answer in a thread has told of an appointment, let a receiver that keeps appointments have it anew.

    Only where appointments do not go as messages: there the answer is all that Helsenorge needs.
    """
    module = importlib.import_module(f"{__name__}.{_chosen(unit)}")
    follow: Callable[[Unit, sqlite3.Row], None] | None = getattr(module, "follow", None)
    if follow is not None:
        follow(unit, row)


def hides_from_parents(unit: Unit) -> bool:
    """Whether what is sent can say that only the youth shall see it; a message cannot."""
    module = importlib.import_module(f"{__name__}.{_chosen(unit)}")
    return bool(getattr(module, "HIDES_FROM_PARENTS", False))


def _chosen(unit: Unit) -> str:
    return unit.world.profile.push if unit.world.profile.push in _channels() else DEFAULT


@lru_cache(maxsize=1)
def _channels() -> Mapping[str, Push]:
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return MappingProxyType({name: importlib.import_module(f"{__name__}.{name}").push for name in names})
