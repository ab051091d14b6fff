"""How staff is reached: one file per adapter, found by its name, each with `connect(target, clock) -> StaffAdapter`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from conformance.clock import Clock
from conformance.outcomes import PreconditionMissing
from conformance.staff.adapter import StaffAdapter

if TYPE_CHECKING:
    from conformance.targets.model import Target

_NOT_ADAPTERS = frozenset({"adapter", "answering", "intents", "terminal"})


def kinds() -> tuple[str, ...]:
    """The adapters there are."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in _NOT_ADAPTERS))


def connect(target: Target, clock: Clock) -> StaffAdapter:
    """The adapter that the target names; raises `PreconditionMissing` for one that does not exist."""
    kind = target.staff.kind
    if kind not in kinds():
        raise PreconditionMissing(
            f"Det finnes ingen måte å nå ansatte på som heter «{kind}».",
            fix=f"Skriv en av disse under [staff]: {', '.join(kinds())}.",
        )
    adapter: StaffAdapter = importlib.import_module(f"{__name__}.{kind}").connect(target, clock)
    return adapter
