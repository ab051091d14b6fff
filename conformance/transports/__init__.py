"""One file per transport, found by its name: each module has `connect(target) -> BusClient`.

Where the target signs and encrypts, what goes over it does so too, whichever it is.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from conformance.outcomes import PreconditionMissing
from wire.bus import BusClient, BusMessage

if TYPE_CHECKING:
    from conformance.targets.model import Target
    from conformance.targets.protection import Otherwise


@runtime_checkable
class Protecting(Protocol):
    """A client that signs and encrypts."""

    def wrapped(self, message: BusMessage, otherwise: Otherwise | None = None) -> BusMessage:
        """As it will be sent. Raises `PreconditionMissing`."""
        ...


def kinds() -> tuple[str, ...]:
    """The transports there are."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg))


def connect(target: Target) -> BusClient:
    """Our connection as Helsenorge; raises `PreconditionMissing` for a transport that does not exist."""
    client = bare(target)
    if target.protection is None:
        return client
    from conformance.transports.protecting.bus import protecting  # noqa: PLC0415  most targets have no certificates

    return protecting(client, target, target.protection)


def bare(target: Target) -> BusClient:
    """The same without protection: bodies go and come as they are."""
    kind = target.transport.kind
    if kind not in kinds():
        raise PreconditionMissing(
            f"Transporten «{kind}» finnes ikke.", fix=f"Skriv en av disse under [transport]: {', '.join(kinds())}."
        )
    client: BusClient = importlib.import_module(f"{__name__}.{kind}").connect(target)
    return client


def wrapped(client: BusClient, message: BusMessage, otherwise: Otherwise | None = None) -> BusMessage:
    """The message as it will go over the bus; `otherwise` when it is to err on purpose.

    Raises `PreconditionMissing` where a certificate stands in the way.
    """
    return client.wrapped(message, otherwise) if isinstance(client, Protecting) else message
