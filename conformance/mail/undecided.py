"""What came and cannot be judged yet, because of us: a list of what is revoked, or a registry, is out of reach."""

from __future__ import annotations

from conformance.outcomes import PreconditionMissing
from conformance.reading import Inbound


def undecided(inbound: Inbound) -> PreconditionMissing | None:
    """Why its certificate cannot be judged, when that is no fault of the sender."""
    fault = inbound.why_unopened()
    if fault is None:
        return None
    from standards.cms import RevocationUnknown  # noqa: PLC0415  loaded where anything is protected, and slow

    if not isinstance(fault, RevocationUnknown):
        return None
    return PreconditionMissing(f"{inbound.problem}.", fix="Se linjen «Signering» i epj check.")
