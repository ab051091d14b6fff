"""Gives who plays a citizen a test area of a journal that nobody else uses, the first time it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from simulator.landscape.buses import Bus, over
from simulator.landscape.parties import HELSENORGE
from simulator.landscape.world import RunningJournal, free_name
from simulator.serving.service import JournalHere, Place, Seat, Surroundings
from simulator.workbench import PATH

ENDING = "_innbygger"
"""Of the name of such an area."""
PACK = "familier"
"""Who lives there: the named families too, so that every sort of representation can be tried."""


@dataclass(frozen=True)
class CitizenAreas:
    """The citizens' areas of the journals that run."""

    journals: Callable[[], Sequence[RunningJournal]]
    bus: str | Bus
    seed: int

    def told(self, surroundings: Surroundings) -> Surroundings:
        """The same surroundings, with the journals and who lives in the citizens' areas."""

        def place(area: str) -> Place:
            usual, here = surroundings.place(area), self.place(area)
            return usual if here is None else replace(here, parties=usual.parties)

        return replace(surroundings, journals=self.offered, place=place)

    def offered(self) -> tuple[JournalHere, ...]:
        """A journal each."""
        return tuple(
            JournalHere(one.profile.product, one.profile.name, partial(self._open, one)) for one in self.journals()
        )

    def place(self, area: str) -> Place | None:
        """Who lives in such an area, when it is one; the parties are told by others."""
        for journal in self.journals():
            if area == self._known(journal):
                config = journal.areas.find(area).config
                return Place(config.seed, config.pack, day=config.day)
        return None

    def _open(self, journal: RunningJournal) -> Seat:
        name = self._known(journal) or free_name(f"{journal.area}{ENDING}", over(self.bus).areas())
        journal.areas.ensure(name, self.seed, PACK)
        return _seat(journal, name)

    def _known(self, journal: RunningJournal) -> str:
        return next((name for name in journal.areas.ids() if name.startswith(f"{journal.area}{ENDING}")), "")


def _seat(journal: RunningJournal, name: str) -> Seat:
    found = journal.areas.find(name)
    world = found.journal.world
    return Seat(
        area=name,
        bus=found.bus_address,
        helsenorge=HELSENORGE,
        password=found.config.helsenorge_password,
        services=tuple((service.role, service.party) for service in world.services),
        processes=journal.profile.processes,
        dialog=journal.profile.dialog,
        workbench=f"{journal.url}/w/{name}/{PATH}/",
        connect=partial(journal.areas.helsenorge, name),
    )
