"""One file per transport, found by its name: each module has `connect(target) -> BusClient`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from conformance.outcomes import PreconditionMissing
from wire.bus import BusClient

if TYPE_CHECKING:
    from conformance.targets.model import Target


def kinds() -> tuple[str, ...]:
    """The transports there are."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def connect(target: Target) -> BusClient:
    """Our connection as Helsenorge; raises `PreconditionMissing` for a transport that does not exist."""
    kind = target.transport.kind
    if kind not in kinds():
        raise PreconditionMissing(
            f"Transporten «{kind}» finnes ikke.", fix=f"Skriv en av disse under [transport]: {', '.join(kinds())}."
        )
    client: BusClient = importlib.import_module(f"{__name__}.{kind}").connect(target)
    return client
