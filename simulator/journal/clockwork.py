"""Sets the clock of a journal and stops it; both are remembered with the journal."""

from __future__ import annotations

from datetime import datetime, timedelta

from simulator.journal import settings
from simulator.journal.journal import OFFSET, Journal
from simulator.journal.unit import Unit

_STANDS = "clock_stands_at"


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
    offset, stands = journal.view(lambda unit: (settings.get(unit, OFFSET), settings.get(unit, _STANDS)))
    journal.clock.thaw()
    journal.clock.shift_to(timedelta(seconds=float(offset or 0)))
    if stands is not None:
        journal.clock.freeze(datetime.fromisoformat(stands))
    journal.ring()


def _keep(unit: Unit, stands: datetime | None) -> None:
    if stands is None:
        settings.forget(unit, _STANDS)
    else:
        settings.put(unit, _STANDS, stands.isoformat())
