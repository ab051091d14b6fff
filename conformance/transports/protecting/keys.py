"""What the target file and the registry say of keys and certificates, by counterpart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from conformance.targets.protection import Counterpart
from standards.cms import thumbprint
from wire.protected import Inward, Outward

if TYPE_CHECKING:
    from conformance.targets.protection import MessageProtection

Fetch = Callable[[str], Counterpart]
"""HER-id → its certificates, from the registry; raises `CmsFault` when the registry does not answer."""


class TargetKeys:
    """The protector of the harness; `fetch` is None where the file has the certificates itself."""

    def __init__(self, protection: MessageProtection, fetch: Fetch | None, now: Callable[[], datetime]) -> None:
        self._protection = protection
        self._fetch = fetch
        self._now = now
        self._fetched: dict[str, Counterpart] = {}
        self._lock = threading.Lock()

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        """Ours to sign with, and theirs to encrypt to; one that nobody knows has none."""
        ours = self._protection
        return Outward(
            protection=ours.content,
            trust=ours.trust,
            signer=ours.signing,
            recipients=self._counterpart(her_id, anew=anew).encryption,
            cipher=ours.cipher,
            transport=ours.transport,
        )

    def inward(self, her_id: str, *, anew: bool = False) -> Inward:
        """Ours to open with, and theirs that may have signed."""
        ours, theirs = self._protection, self._counterpart(her_id, anew=anew)
        registered = tuple(thumbprint(one) for one in theirs.signing)
        return Inward(ours.content, ours.trust, ours.decryption, registered)

    def now(self) -> datetime:
        """The time that certificates are judged at."""
        return self._now()

    def _counterpart(self, her_id: str, *, anew: bool) -> Counterpart:
        written = self._protection.counterparts.get(her_id)
        if written is not None or self._fetch is None or not her_id:
            return written or Counterpart((), ())
        with self._lock:
            if anew or her_id not in self._fetched:
                self._fetched[her_id] = self._fetch(her_id)
            return self._fetched[her_id]
