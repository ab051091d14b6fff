"""How an appointment reaches Helsenorge: one module for each `push` that a profile may have, found by its name.

A module has `push(unit, row, code, status)`, which puts what is to be sent in an outbox and gives the id to find it by
(a MsgId), or None. `code` is of 7602 (05, 07, 08, 11), or MOA.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Mapping
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
    chosen = unit.world.profile.push
    known = _channels()
    return known.get(chosen, known[DEFAULT])(unit, row, code, status)


@lru_cache(maxsize=1)
def _channels() -> Mapping[str, Push]:
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return MappingProxyType({name: importlib.import_module(f"{__name__}.{name}").push for name in names})
