"""One test area of a journal server: a journal, connected."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from simulator.clients.appointments import AppointmentLink
from simulator.clients.buslink import BusLink, DepthUnknown
from simulator.clients.mshlink import LateMsh
from simulator.faults.switchboard import Switchboard
from simulator.journal import clockwork
from simulator.journal.journal import Journal
from simulator.journal.patients import NewPatient
from simulator.landscape.config import AreaConfig
from simulator.store.database import Database
from simulator.store.snapshots import Snapshots
from wire.bus import BusError


class JournalArea:
    """One journal, connected."""

    def __init__(
        self,
        journal: Journal,
        link: BusLink,
        config: AreaConfig,
        bus_address: str,
        *,
        database: Database,
        snapshots: Path | None,
        appointments: AppointmentLink | None = None,
        actors: LateMsh | None = None,
    ) -> None:
        self.journal = journal
        self.link = link
        self.config = config
        self.bus_address = bus_address
        self.appointments = appointments
        self.actors = actors
        self.snapshots = Snapshots(database, snapshots)
        self._database = database
        self._fresh = Snapshots(database, None)

    @property
    def staff_secret(self) -> str:
        """The bearer secret of the staff adapter."""
        return self.config.staff_secret

    @property
    def trouble(self) -> str:
        """What is wrong with the way to the bus, to Helsenorge's receiver of appointments, or to Meldingstjener."""
        others = (link.trouble for link in (self.appointments, self.actors) if link is not None)
        return self.link.trouble or next(filter(None, others), "")

    def settle(self, seconds: float) -> tuple[bool | None, str]:
        """Whether everything was handled and sent in time; None when the bus cannot tell."""
        try:
            settled = self.link.settle(seconds)
        except DepthUnknown:
            return None, "Bussen kan ikke fortelle hvor mye som ligger i køene."
        except BusError as error:
            return None, str(error)
        return settled, "" if settled else f"Ikke ferdig innen {seconds:g} sekunder. {self.trouble}".strip()

    def begin_again(self, people: Callable[[], list[NewPatient]], kind: str) -> None:
        """Forget everything; `kind` tells apart what the journal may begin with, so that it is made only once."""
        kind = f"k{sha256(kind.encode()).hexdigest()[:40]}"
        with self._database.held():
            if kind in self._fresh.names():
                self._fresh.restore(kind)
            else:
                self.journal.clock.thaw()
                self.journal.reset(people())
                self._fresh.close()
                self._fresh.save(kind)
        self.wake()

    def wake(self) -> None:
        """The database is another than before: set the clock by it, and look for what it says is to be done."""
        if isinstance(self.journal.faults, Switchboard):
            self.journal.faults.look_again()
        clockwork.resume(self.journal)

    def close(self) -> None:
        """Stop receiving and sending, then close the journal."""
        self.link.stop()
        for link in (self.appointments, self.actors):
            if link is not None:
                link.stop()
        self.journal.close()
        self.snapshots.close()
        self._fresh.close()
