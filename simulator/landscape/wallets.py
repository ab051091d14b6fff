"""Opens the certificates of a world that signs and encrypts; what they need is slow to load, and often not wanted."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.clock import Clock

if TYPE_CHECKING:
    from simulator.landscape.protection import Wallets


def open_wallets(data: Path | None, clock: Clock, running: ExitStack) -> Wallets:
    """The certificates of all test areas, closed by `running`; raises `DirectoryTaken`, `StoreUnusable`."""
    from simulator.landscape.protection import Wallets  # noqa: PLC0415

    found = Wallets(data, clock)
    running.callback(found.close)
    return found
