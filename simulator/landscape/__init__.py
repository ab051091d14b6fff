"""Builds a simulated world: a bus, journals on it, their people, and the target file that tells the harness of them."""

from __future__ import annotations

from simulator.landscape.areas import JournalAreas
from simulator.landscape.timeavtaler import RunningTimeavtaler, start_timeavtaler
from simulator.landscape.wallets import open_wallets
from simulator.landscape.world import RunningBus, RunningJournal, start_bus, start_journal

__all__ = [
    "JournalAreas",
    "RunningBus",
    "RunningJournal",
    "RunningTimeavtaler",
    "open_wallets",
    "start_bus",
    "start_journal",
    "start_timeavtaler",
]
