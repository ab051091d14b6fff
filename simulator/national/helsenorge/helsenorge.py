"""Helsenorge in one test area: who is digitally active, and what citizens are told by SMS and e-mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from simulator.clock import Clock
from simulator.national.helsenorge import consents, notices
from simulator.national.helsenorge.citizens import Registry
from simulator.national.helsenorge.consents import Consents
from simulator.national.helsenorge.faults import CATALOGUE
from simulator.national.helsenorge.notices import Notices
from simulator.national.helsenorge.refusals import RegisterSilent
from simulator.serving import area
from simulator.serving.area import Area
from simulator.serving.faults import Switches
from simulator.store.database import Database

SCHEMA: Final = f"""
{consents.SCHEMA}
{notices.SCHEMA}
{area.SCHEMA}
"""
_NAME = "area_name"


class Helsenorge(Area):
    """What Helsenorge knows beside Folkeregisteret, which it asks when it must."""

    def __init__(
        self, database: Database, clock: Clock, registry: Registry, *, keep: int, monotonic: Callable[[], float]
    ) -> None:
        super().__init__(database, clock)
        self.faults = Switches(CATALOGUE)
        self.consents = Consents(database, self.name, self.now, registry, self.faults)
        self.notices = Notices(database, self.name, self.now, registry, self.faults, keep=keep, monotonic=monotonic)

    def name(self) -> str:
        """The id of the test area, by which Folkeregisteret is asked."""
        return self.setting(_NAME)

    def call(self, name: str) -> None:
        """Say what the area is called."""
        if self.name() != name:
            self.set(_NAME, name)

    def shift_clock(self, offset: timedelta) -> None:
        """Move the area's time, and send the reminders that it comes to, as far as Folkeregisteret answers."""
        super().shift_clock(offset)
        try:
            self.notices.catch_up()
        except RegisterSilent:
            return  # whoever reads the outbox is told

    def reset(self) -> None:
        """Forget consents, choices, notices and events, with the clock right and no fault on; the numbers go on."""
        self.faults.turn_off()
        with self._database.transaction() as connection:
            self.consents.forget(connection)
            self.notices.forget(connection)
        self.shift_clock(timedelta())

    def close(self) -> None:
        """Send waiting readers home, then close the database."""
        self.faults.stop()
        self.notices.outbox.stop()
        super().close()
