"""What staff do by themselves when nobody has asked them, and what a new day brings."""

from __future__ import annotations

from simulator.journal import contacts, receipts, settings
from simulator.journal.unit import Unit

_BY_HAND = "ja"


def attend(unit: Unit) -> None:
    """Look at what has come, unless the tester does that by hand, and do what the day calls for."""
    if settings.value(unit, settings.CHECK_BY_HAND) != _BY_HAND:
        receipts.check(unit)
    contacts.attend(unit)


def waiting(unit: Unit) -> int:
    """How many messages wait for staff to look at them without having been asked."""
    return 0 if settings.value(unit, settings.CHECK_BY_HAND) == _BY_HAND else receipts.unchecked(unit)
