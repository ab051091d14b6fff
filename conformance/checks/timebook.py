"""What the timebook must show: functions from `read_appointments` data to what is wrong, or None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]


def find(data: Data, appointment: str) -> Data | None:
    """The appointment with that id."""
    return next((item for item in data.get("appointments", ()) if item.get("id") == appointment), None)


def is_cancelled(data: Data, appointment: str) -> str | None:
    """The appointment is cancelled and its slot free."""
    item = find(data, appointment)
    if item is None:
        return "Timen er borte fra timeboken; den skulle stått som avbestilt."
    if item.get("status") != "cancelled":
        return f"Timen har status «{item.get('status')}», ventet avbestilt."
    if item.get("slot_free") is not True:
        return "Timen er avbestilt, men plassen er fortsatt opptatt."
    if any(other.get("status") == "planned" and _same_slot(other, item) for other in data.get("appointments", ())):
        return "Timen er avbestilt, men en annen time står i timeboken til samme pasient på samme tid."
    return None


def is_called_off(data: Data, appointment: str) -> str | None:
    """The appointment is cancelled; whether its slot is free is up to the clinic, since the nurse may be ill."""
    item = find(data, appointment)
    if item is None:
        return "Timen er borte fra timeboken; den skulle stått som avlyst."
    return None if item.get("status") == "cancelled" else f"Timen har status «{item.get('status')}», ventet avlyst."


def stands(data: Data, appointment: str, start: str = "", left: Sequence[str] = ()) -> str | None:
    """The appointment is planned, its slot taken, at `start` when that is given, and not in a slot it `left`."""
    item = find(data, appointment)
    if item is None:
        return "Timen er borte fra timeboken; den skulle stått."
    if item.get("status") != "planned":
        return f"Timen har status «{item.get('status')}», ventet at den sto."
    if item.get("slot_free") is True:
        return "Timen står, men plassen er merket som ledig."
    if start and not same_minute(str(item.get("start", "")), start):
        return f"Timen står {item.get('start')}, ventet {start}."
    if any(_is_left_behind(other, item, left) for other in data.get("appointments", ())):
        return "Timen er flyttet, men en time står fortsatt i timeboken på den gamle tiden."
    return None


def is_not_cancelled(data: Data, appointment: str) -> str | None:
    """The appointment is not shown as cancelled."""
    item = find(data, appointment)
    return "Den passerte timen står som avbestilt." if item and item.get("status") == "cancelled" else None


def none_cancelled_at(data: Data, start: str) -> str | None:
    """No appointment that starts at this minute is shown as cancelled."""
    there = [item for item in data.get("appointments", ()) if same_minute(str(item.get("start", "")), start)]
    wrong = any(item.get("status") == "cancelled" for item in there)
    return f"Timeboken har fått en avbestilt time {start}, som aldri har vært satt opp." if wrong else None


def _is_left_behind(other: Data, moved: Data, left: Sequence[str]) -> bool:
    slots = [slot for slot in left if not same_minute(slot, str(moved.get("start", "")))]
    there = any(same_minute(str(other.get("start", "")), slot) for slot in slots)
    return there and other.get("status") == "planned"


def _same_slot(one: Data, other: Data) -> bool:
    return same_minute(str(one.get("start", "")), str(other.get("start", "")))


def same_minute(one: str, other: str) -> bool:
    """Two local times are the same to the minute; seconds and a zone mark are left aside."""
    return one.replace("T", " ")[:16] == other.replace("T", " ")[:16]
