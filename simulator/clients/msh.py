"""A journal's clients at Meldingstjener, as a real EPJ that exchanges messages with other health actors has."""

from __future__ import annotations

from collections.abc import Iterable

from requests.auth import AuthBase

from wire.bus import BusClient
from wire.msh import KS, Habits, MshClient
from wire.mshbus import MshBus

PAUSE_SECONDS = 0.2
"""Between two looks for messages; about a minute is advised in real life (EDIDOC)."""


def over_msh(
    base: str,
    her_ids: Iterable[str],
    source: str,
    *,
    auth: AuthBase | None = None,
    habits: Habits = KS,
    pause_seconds: float = PAUSE_SECONDS,
) -> dict[str, BusClient]:
    """A client for each HER-id of a journal, as `BusLink` takes them; `source` is the journal's name and version."""
    return {
        her_id: MshBus(MshClient(base, source, auth=auth, habits=habits), her_id, pause_seconds=pause_seconds)
        for her_id in her_ids
    }
