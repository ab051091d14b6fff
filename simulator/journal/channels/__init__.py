"""How an appointment reaches Helsenorge: one module for each `push` that a profile may have, found by its name.

A module has `push(unit, row, code, status)`, which puts what is to be sent in an outbox and gives the id to find it by
(a MsgId), or None. `code` is of 7602 (05, 07, 08, 11), or MOA.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3

from simulator.journal.unit import Unit

DEFAULT = "amqp"


def push(unit: Unit, row: sqlite3.Row, code: str, status: str | None) -> str | None:
    """Send what happened to an appointment the way the product does."""
    chosen = unit.world.profile.push
    name = chosen if chosen in {module.name for module in pkgutil.iter_modules(__path__)} else DEFAULT
    sent: str | None = importlib.import_module(f"{__name__}.{name}").push(unit, row, code, status)
    return sent
