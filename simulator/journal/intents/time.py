"""How the test environment's clock is moved, by whoever runs a test; nobody does that in a real clinic."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

from simulator.journal import settings
from simulator.journal.intents.kinds import Data
from simulator.journal.params import Params
from simulator.journal.unit import Unit


def _pass_time(unit: Unit, params: Params) -> tuple[Data, str | None]:
    """What is stored here the journal then goes by; a clock that stands still is moved where it stands."""
    hours = params.number("hours", 1) or 1
    step = timedelta(hours=-hours if params.maybe("back") else hours)
    seconds = float(settings.get(unit, settings.CLOCK_OFFSET) or 0) + step.total_seconds()
    settings.put(unit, settings.CLOCK_OFFSET, str(seconds))
    stands = settings.get(unit, settings.CLOCK_STANDS)
    if stands is not None:
        settings.put(unit, settings.CLOCK_STANDS, (datetime.fromisoformat(stands) + step).isoformat())
    return {}, None


INTENTS = MappingProxyType({"pass_time": _pass_time})
