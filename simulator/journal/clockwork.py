"""Sets the clock of a journal and stops it; both are remembered with the journal."""

from __future__ import annotations

from datetime import datetime, timedelta

from simulator.journal import settings
from simulator.journal.journal import Journal
from simulator.journal.unit import Unit


def set_offset(journal: Journal, offset: timedelta) -> None:
    """Move the clock; where it stands still, it stands that much later or earlier."""
    journal.shift_clock(offset)
    stands = journal.clock.stands
    journal.view(lambda unit: _keep(unit, stands))


def freeze(journal: Journal) -> None:
    """Stand still from now on."""
    stands = journal.clock.stands or journal.clock.freeze()
    journal.view(lambda unit: _keep(unit, stands))


def thaw(journal: Journal) -> None:
    """Go on from where it stands."""
    journal.clock.thaw()
    set_offset(journal, journal.clock.offset)


def resume(journal: Journal) -> None:
    """Bring the clock to what the database says: after a start, and when the database is another than before."""
    journal.keep_time()
    journal.ring()


def _keep(unit: Unit, stands: datetime | None) -> None:
    if stands is None:
        settings.forget(unit, settings.CLOCK_STANDS)
    else:
        settings.put(unit, settings.CLOCK_STANDS, stands.isoformat())
