"""Settings that staff may change while the journal runs."""

from __future__ import annotations

from simulator.journal.refusals import FaultyParams, Refused
from simulator.journal.unit import Unit

CANCEL_APPROVAL, CHECK_BY_HAND = "cancel_approval", "check_by_hand"
CLOCK_OFFSET = "clock_offset_seconds"
"""How far the clock is ahead."""
CLOCK_STANDS = "clock_stands_at"
"""Where the clock stands still, if it does."""
RECEIVING = "receiving"
"""`nei` while the journal is down for maintenance: what comes lies on the bus."""
_VALUES = ("ja", "nei")
_AT_FIRST = {RECEIVING: "ja"}


def get(unit: Unit, name: str) -> str | None:
    """A stored value, or None."""
    row = unit.row("SELECT value FROM setting WHERE name = ?", name)
    return None if row is None else str(row["value"])


def put(unit: Unit, name: str, value: str) -> None:
    """Store a value."""
    unit.run("REPLACE INTO setting VALUES (?, ?)", name, value)


def forget(unit: Unit, name: str) -> None:
    """Store no value any more."""
    unit.run("DELETE FROM setting WHERE name = ?", name)


def cancel_approval(unit: Unit) -> str:
    """`ja` when staff must approve a cancellation."""
    return get(unit, CANCEL_APPROVAL) or ("ja" if unit.world.profile.cancel_approval else "nei")


def value(unit: Unit, name: str) -> str:
    """What a setting that staff may change is now."""
    return cancel_approval(unit) if name == CANCEL_APPROVAL else get(unit, name) or _AT_FIRST.get(name, "nei")


def change(unit: Unit, name: str, new: str) -> str:
    """Change a setting; gives the previous value."""
    if name not in (CANCEL_APPROVAL, CHECK_BY_HAND, RECEIVING) or new not in _VALUES:
        raise FaultyParams(
            "Innstillingen finnes ikke, eller verdien passer ikke.",
            expected=f"{CANCEL_APPROVAL}, {CHECK_BY_HAND} eller {RECEIVING}, med ja eller nei",
            found=f"{name} = {new}",
            fix="Rett navnet eller verdien.",
        )
    previous = value(unit, name)
    fixed = name == CANCEL_APPROVAL and not unit.world.profile.cancel_approval_can_change
    if fixed and new != previous:
        raise Refused("Innstillingen kan ikke endres i dette produktet.")
    put(unit, name, new)
    return previous
