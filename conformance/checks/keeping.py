"""What stands in journal, timebook, threads and logs after something was done, and goes on standing there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.checks.journal import Written, difference, entries_of, holds_text
from conformance.checks.timebook import find, same_minute

Data = Mapping[str, Any]
TAKEN_IN = ("mottatt", "kvittert")
"""What came in is received, and may be shown as acknowledged by us."""
GONE_OUT = ("sendt", "kvittert")


def shows_own(data: Data, told: Written) -> str | None:
    """What staff wrote is there to the letter, not as the citizen's words, with who and when."""
    entries = [entry for entry in entries_of(data, told) if entry.get("kind") != "melding_inn"]
    if not entries:
        return f"Meldingen fra den ansatte er ikke i journalen ({len(data.get('entries', ()))} andre innføringer)."
    same = [entry for entry in entries if holds_text(entry.get("text"), told.text)]
    if not same:
        return f"Teksten er ikke ordrett den samme. {difference(told.text, entries[0].get('text'))}"
    if any(str(entry.get("author") or "").strip() and entry.get("time") for entry in same):
        return None
    return "Journalen viser ikke hvem som skrev meldingen, eller når."


def is_untouched(data: Data, written: Written, before: Sequence[Data]) -> str | None:
    """Every entry of the message has the time, the text and the author that it had."""
    now = {str(entry.get("id")): entry for entry in entries_of(data, written)}
    for old in before:
        new = now.get(str(old.get("id")))
        if new is None:
            return "En innføring av meldingen er borte, eller har fått en annen id."
        changed = [name for name in ("time", "text", "author") if new.get(name) != old.get(name)]
        if changed:
            name = changed[0]
            return f"Innføringen har fått en annen {name}: «{old.get(name)}» ble til «{new.get(name)}»."
    return None


def has_none_at(data: Data, start: str) -> str | None:
    """Nothing is planned at that minute."""
    there = [one for one in data.get("appointments", ()) if same_minute(str(one.get("start", "")), start)]
    planned = any(one.get("status") == "planned" for one in there)
    return f"Timeboken har en time {start}, som hører til et annet barn." if planned else None


def is_no_show(data: Data, appointment: str) -> str | None:
    """The appointment is there, and not used."""
    item = find(data, appointment)
    if item is None:
        return "Timen er borte fra timeboken; den skulle stått som ikke møtt."
    return None if item.get("status") == "no_show" else f"Timen har status «{item.get('status')}», ventet ikke møtt."


def is_logged(data: Data, direction: str) -> str | None:
    """The message stands in the transport log the way it went, with a fate that fits."""
    entries = [entry for entry in data.get("entries", ()) if entry.get("direction") == direction]
    if not entries:
        return f"Transportloggen har ikke meldingen ({direction})."
    fitting = TAKEN_IN if direction == "inn" else GONE_OUT
    if any(entry.get("status") in fitting for entry in entries):
        return None
    return f"Transportloggen viser meldingen som {entries[0].get('status') or 'uten status'}, ventet {fitting[0]}."


def is_whole_and_in_order(data: Data, expected: Sequence[str]) -> str | None:
    """The thread has the messages in the order they were written, each with text, author and time."""
    wanted = [msg_id.lower() for msg_id in expected]
    shown = [one for one in data.get("messages", ()) if str(one.get("msg_id", "")).lower() in wanted]
    if [str(one["msg_id"]).lower() for one in shown] != wanted:
        return f"Samtalen har {len(shown)} av {len(wanted)} meldinger i rekkefølge."
    lacking = [one for one in shown if not all(str(one.get(name) or "").strip() for name in ("text", "author", "time"))]
    return f"{len(lacking)} av meldingene mangler tekst, hvem som skrev, eller tidspunkt." if lacking else None


def has_no_more_looks(data: Data, patient: str, most: int) -> str | None:
    """The access log of the patient has no more lines than before, but for looks at the log itself."""
    count = sum(entry.get("patient") == patient for entry in data.get("entries", ()))
    return f"Innsynsloggen har {count - most} linje(r) om et barn som ingen har lest om." if count > most else None
