"""What the journal does with each process: one module per group of processes, found by looking.

A module names its `PROCESSES` and has `receive(unit, filing)` for what comes on the asynchronous queue. What comes on
the synchronous one goes to `answer(unit, filing)`, which gives the payloads of the answer. `errors(unit, message)` is
optional: reasons of the process's own to reject a message before it is filed.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards.codes import Code
from standards.hodemelding import Hodemelding, Payload


class Receive(Protocol):
    """Files a message and answers it, now or later."""

    def __call__(self, unit: Unit, filing: Filing) -> None: ...


class Answer(Protocol):
    """Gives the payloads of the answer to a question in real time."""

    def __call__(self, unit: Unit, filing: Filing) -> tuple[Payload, ...]: ...


class Errors(Protocol):
    """Gives reasons to reject a message."""

    def __call__(self, unit: Unit, message: Hodemelding) -> tuple[Code, ...]: ...


@lru_cache(maxsize=1)
def receivers() -> Mapping[str, Receive]:
    """Process code → what files its messages."""
    return _found("receive")


@lru_cache(maxsize=1)
def answerers() -> Mapping[str, Answer]:
    """Process code → what answers its questions in real time."""
    return _found("answer")


@lru_cache(maxsize=1)
def judges() -> Mapping[str, Errors]:
    """Process code → what finds reasons of its own to reject its messages."""
    return _found("errors")


def _found(name: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if not hasattr(module, name):
            continue
        for process in module.PROCESSES:
            if process in found:
                raise ValueError(f"{process} has two handlers: {found[process].__module__} and {module.__name__}.")
            found[process] = getattr(module, name)
    return MappingProxyType(found)
