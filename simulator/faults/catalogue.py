"""All faults, found by looking: every module of the folders here that declares `FAULT`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from simulator.faults.fault import Fault
from standards.errors import Problem

KINDS = ("transport", "protocol", "domain")


class UnknownFault(Problem):
    """No fault of that name."""


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Fault]:
    """Id → fault, kind by kind, in alphabetical order within each."""
    return MappingProxyType({fault.id: fault for kind in KINDS for fault in _of_kind(kind)})


def find(fault: str) -> Fault:
    """The fault; raises `UnknownFault` with the three nearest names."""
    found = catalogue().get(fault)
    if found is None:
        near = ", ".join(nearest(fault))
        raise UnknownFault(
            "Det finnes ingen feil med det navnet.",
            expected="en id fra «epj faults»",
            found=fault[:80] or "ingenting",
            fix=f"De nærmeste er {near}.",
        )
    return found


def nearest(name: str) -> list[str]:
    """The three ids that look most like a name."""
    name = name[:80].lower()
    return sorted(catalogue(), key=lambda one: -SequenceMatcher(None, name, one).ratio())[:3]


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, str]:
    """Id → transport, protocol or domain."""
    return MappingProxyType({fault.id: kind for kind in KINDS for fault in _of_kind(kind)})


def _of_kind(kind: str) -> list[Fault]:
    package = importlib.import_module(f"simulator.faults.{kind}")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    found = [importlib.import_module(f"{package.__name__}.{name}").FAULT for name in names]
    if [fault.id for fault in found] != names:
        raise ValueError(f"A fault in {package.__name__} has another id than its file.")
    return found
