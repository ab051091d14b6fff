"""The bus of a target that signs and encrypts, where a message may also err on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from conformance.clock import SystemClock
from conformance.outcomes import PreconditionMissing
from conformance.transports.protecting.keys import TargetKeys
from conformance.transports.protecting.registry import Registry
from standards.cms import CmsFault
from wire.bus import BusClient, BusMessage
from wire.protected import CannotProtect, Inward, Outward, ProtectedBus, Protector

if TYPE_CHECKING:
    from conformance.targets.model import Target
    from conformance.targets.protection import MessageProtection, Otherwise


def protecting(client: BusClient, target: Target, protection: MessageProtection) -> ProtectingBus:
    """The client, with what it sends protected and what comes opened."""
    clock = SystemClock()
    fetch = Registry(target, clock).counterpart if protection.registry else None
    return ProtectingBus(client, TargetKeys(protection, fetch, clock.now))


class ProtectingBus(ProtectedBus):
    """Tells how a message will go before it goes, so that the evidence can hold it."""

    def __init__(self, inner: BusClient, protector: Protector) -> None:
        super().__init__(inner, protector)
        self._keys = protector

    def wrapped(self, message: BusMessage, otherwise: Otherwise | None = None) -> BusMessage:
        """As it will be sent. Raises `PreconditionMissing`."""
        how = self if otherwise is None else ProtectedBus(self._inner, _Erring(self._keys, otherwise))
        try:
            wrapped = how.wrap(message)
        except CannotProtect as problem:
            raise PreconditionMissing(
                f"Meldingen kunne ikke signeres og krypteres: {problem}",
                fix="Se linjen «Signering» i epj check.",
            ) from problem
        if otherwise is None or otherwise.signed or wrapped.carried is None:
            return wrapped
        return replace(wrapped, carried=replace(wrapped.carried, signer=b"", signed_at=None))


class _Erring:
    """The keys that apply, but for what is to be wrong."""

    def __init__(self, right: Protector, otherwise: Otherwise) -> None:
        self._right = right
        self._otherwise = otherwise

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        """Nothing stops what is meant to be wrong."""
        right, how = self._right.outward(her_id, anew=anew), self._otherwise
        return replace(
            right,
            signer=how.signer or right.signer,
            recipients=how.recipients or right.recipients,
            overlooked=(CmsFault,),
            write=how.write,
        )

    def inward(self, her_id: str, *, anew: bool = False) -> Inward:
        """As for all others."""
        return self._right.inward(her_id, anew=anew)

    def now(self) -> datetime:
        """As for all others."""
        return self._right.now()
