"""Settings that staff may change while the journal runs."""

from __future__ import annotations

from simulator.journal.refusals import FaultyParams, Refused
from simulator.journal.unit import Unit

CANCEL_APPROVAL = "cancel_approval"
_VALUES = ("ja", "nei")


def get(unit: Unit, name: str) -> str | None:
    """A stored value, or None."""
    row = unit.row("SELECT value FROM setting WHERE name = ?", name)
    return None if row is None else str(row["value"])


def put(unit: Unit, name: str, value: str) -> None:
    """Store a value."""
    unit.run("REPLACE INTO setting VALUES (?, ?)", name, value)


def cancel_approval(unit: Unit) -> str:
    """`ja` when staff must approve a cancellation."""
    return get(unit, CANCEL_APPROVAL) or ("ja" if unit.world.profile.cancel_approval else "nei")


def change(unit: Unit, name: str, value: str) -> str:
    """Change a setting; gives the previous value."""
    if name != CANCEL_APPROVAL or value not in _VALUES:
        raise FaultyParams(
            "Innstillingen finnes ikke, eller verdien passer ikke.",
            expected=f"{CANCEL_APPROVAL} med ja eller nei",
            found=f"{name} = {value}",
            fix="Rett navnet eller verdien.",
        )
    previous = cancel_approval(unit)
    if not unit.world.profile.cancel_approval_can_change and value != previous:
        raise Refused("Innstillingen kan ikke endres i dette produktet.")
    put(unit, name, value)
    return previous
