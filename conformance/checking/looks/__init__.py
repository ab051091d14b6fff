"""The looks: one module each, found by looking, with a `LOOK` that says its place in the order."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from conformance.checking.light import Light
from conformance.checking.sight import Sight


@dataclass(frozen=True)
class Look:
    """One thing to look at: its place in the list, what it is called (bokmål), and how it is done.

    `see` gives one light, or one for each thing that is wrong; it raises nothing but `standards.errors.Problem`.
    """

    place: int
    title: str
    see: Callable[[Sight], Iterable[Light]]
    sends: bool = True
    """Whether anything is sent: nothing is before the target has been found safe."""


def looks() -> tuple[Look, ...]:
    """All of them, in order."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    found = (importlib.import_module(f"{__name__}.{name}").LOOK for name in names)
    return tuple(sorted(found, key=lambda look: look.place))
