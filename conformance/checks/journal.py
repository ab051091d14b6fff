"""What the journal must show: functions from a read intent's data to what is wrong, or None."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from standards.attachments import Attachment

Data = Mapping[str, Any]
Holds = Callable[[Data], str | None]


@dataclass(frozen=True)
class Written:
    """A message as it was sent; `mark` is plain ASCII inside the text, so that a mangled text is still found."""

    msg_id: str
    text: str
    mark: str
    attachments: tuple[Attachment, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Acting:
    """Who acted for the patient, as Helsenorge sent it."""

    ident: str
    family: str
    given: str


def entries_of(data: Data, written: Written) -> list[Data]:
    """The journal entries that hold the message, found by MsgId or by its mark."""
    return [entry for entry in data.get("entries", ()) if _is(entry, written)]


def is_filed(data: Data, written: Written) -> str | None:
    """The message is in this journal at all."""
    return None if entries_of(data, written) else _missing(data)


def stands_verbatim(data: Data, written: Written) -> str | None:
    """The message is there and its text is the same to the letter."""
    entries = entries_of(data, written)
    if not entries:
        return _missing(data)
    if any(same_text(entry.get("text"), written.text) for entry in entries):
        return None
    return f"Teksten er ikke ordrett den samme. {difference(written.text, entries[0].get('text'))}"


def stands_once(data: Data, written: Written) -> str | None:
    """The message is there exactly once."""
    count = len(entries_of(data, written))
    if count == 1:
        return None
    return _missing(data) if count == 0 else f"Meldingen står {count} ganger i journalen."


def stands_at_most_once(data: Data, written: Written) -> str | None:
    """No kind of entry is there twice: a journal may keep both the message and what it led to, or neither."""
    kinds = Counter(entry.get("kind") for entry in entries_of(data, written))
    count = max(kinds.values(), default=0)
    return f"Avbestillingen står {count} ganger i journalen." if count > 1 else None


def is_absent(data: Data, written: Written) -> str | None:
    """The message is nowhere in this journal."""
    count = len(entries_of(data, written))
    return f"Meldingen står {count} gang(er) i journalen, men skulle ikke vært der." if count else None


def shows_acting(data: Data, written: Written, acting: Acting) -> str | None:
    """The entry names the acting person, by identifier or by full name."""
    entries = entries_of(data, written)
    if not entries:
        return _missing(data)
    if any(_names(entry, acting) for entry in entries):
        return None
    seen = entries[0].get("acting_name") or entries[0].get("author") or "ingen"
    return f"Journalen viser {seen}, men det var {acting.given} {acting.family} som handlet for pasienten."


def shows_nobody_acting(data: Data, written: Written, patient: Acting) -> str | None:
    """The patient wrote it herself: no entry names somebody else who acted for her."""
    entries = entries_of(data, written)
    if not entries:
        return _missing(data)
    others = [one for one in entries if (one.get("acting_name") or one.get("acting_id")) and not _names(one, patient)]
    if not others:
        return None
    shown = others[0].get("acting_name") or others[0].get("acting_id")
    return f"Journalen viser at {shown} skrev, men det var pasienten selv."


def shows_text(data: Data, written: Written) -> str | None:
    """Some entry of the message holds the text, alone or among more."""
    entries = entries_of(data, written)
    if not entries:
        return _missing(data)
    if any(written.text in str(entry.get("text") or "") for entry in entries):
        return None
    return f"Begrunnelsen er ikke å finne. {difference(written.text, entries[0].get('text'))}"


def shows_attachments(data: Data, written: Written) -> str | None:
    """Every attachment is there, unchanged, with type and description."""
    entries = entries_of(data, written)
    if not entries:
        return _missing(data)
    kept = [item for entry in entries for item in entry.get("attachments", ())]
    wrong = [text for text in (_attachment_fault(item, kept) for item in written.attachments) if text]
    return " ".join(wrong) or None


def _attachment_fault(sent: Attachment, kept: Sequence[Data]) -> str | None:
    digest = hashlib.sha256(sent.content).hexdigest()
    same = [item for item in kept if str(item.get("sha256", "")).lower() == digest]
    if not same:
        return (
            f"Vedlegget «{sent.description}» ({len(sent.content)} byte) er ikke i journalen, eller innholdet er endret."
        )
    for name, expected in (("mime_type", sent.mime_type), ("description", sent.description)):
        if same[0].get(name) != expected:
            return f"Vedlegget «{sent.description}» har {name} «{same[0].get(name)}», ventet «{expected}»."
    return None


def thread_is_whole(data: Data, patient: str, expected: Sequence[tuple[str, str | None]]) -> str | None:
    """The thread belongs to the patient and holds every (MsgId, parent) of the conversation, once each."""
    if data.get("patient") != patient:
        return f"Tråden er ført på {data.get('patient')}, ventet {patient}."
    kept = [str(message.get("msg_id", "")).lower() for message in data.get("messages", ())]
    for msg_id, parent in expected:
        count = kept.count(msg_id.lower())
        if count != 1:
            return f"Meldingen {msg_id} står {count} ganger i tråden, ventet én."
        found = data["messages"][kept.index(msg_id.lower())].get("parent")
        if str(found or "").lower() != (parent or "").lower():
            return f"Meldingen {msg_id} er svar på {found or 'ingen'} i journalen, ventet {parent or 'ingen'}."
    return None


def is_closed(data: Data) -> str | None:
    """The thread is shown as closed for answers."""
    return None if data.get("closed_for_answer") is True else "Tråden vises som åpen for svar."


def raw_is_kept(data: Data, raw: bytes) -> str | None:
    """The transport log gives the message back byte by byte."""
    entries = data.get("entries", ())
    if not entries:
        return "Transportloggen har ikke meldingen."
    kept = [_bytes(entry.get("raw_b64")) for entry in entries]
    if raw in kept:
        return None
    return f"Det som hentes fram, er endret: {len(raw)} byte ble sendt, {len(kept[0])} byte er tatt vare på."


def is_refused_in_log(data: Data) -> str | None:
    """The transport log holds the message as refused; whether it is kept byte by byte is another duty."""
    entries = [entry for entry in data.get("entries", ()) if entry.get("direction") != "ut"]
    if not entries:
        return "Transportloggen har ikke meldingen."
    if any(entry.get("status") in {"avvist", "feilkø"} for entry in entries):
        return None
    return f"Transportloggen viser meldingen som {_statuses(entries)}, ventet avvist."


def shows_negative_receipt(data: Data, code: str) -> str | None:
    """The transport log shows the message that the EPJ sent as refused, with the code, and not as acknowledged."""
    entries = data.get("entries", ())
    if not entries:
        return "Transportloggen har ikke meldingen som ble sendt."
    if any(entry.get("status") == "kvittert" for entry in entries):
        return "Transportloggen viser meldingen som kvittert, men Helsenorge avviste den."
    if any(entry.get("status") == "avvist" and entry.get("error_code") == code for entry in entries):
        return None
    seen = ", ".join(str(entry.get("error_code") or "ingen feilkode") for entry in entries)
    return f"Transportloggen viser {_statuses(entries)} med {seen}, ventet avvist med {code}."


def shows_receipt(data: Data) -> str | None:
    """The transport log shows the message that the EPJ sent as acknowledged."""
    entries = data.get("entries", ())
    if any(entry.get("status") == "kvittert" for entry in entries):
        return None
    return f"Transportloggen viser meldingen som {_statuses(entries)}, ventet kvittert."


def access_is_logged(data: Data, patient: str, before: int) -> str | None:
    """There are more log entries than before, and the newest say who, when and whom."""
    entries = [entry for entry in data.get("entries", ()) if entry.get("patient") == patient]
    if len(entries) <= before:
        return f"Oppslaget er ikke i innsynsloggen: {before} linjer før, {len(entries)} etter."
    if all(entry.get("who") and entry.get("time") and entry.get("action") for entry in entries):
        return None
    return "Innsynsloggen har linjer uten hvem, når eller hva."


def both(*checks: Holds) -> Holds:
    """All of them must hold; the first that does not, speaks."""
    return lambda data: next((wrong for wrong in (check(data) for check in checks) if wrong), None)


def same_text(found: object, expected: str) -> bool:
    """The same characters; only the line-break form and space around the text may differ."""
    return isinstance(found, str) and _lines(found) == _lines(expected)


def holds_text(found: object, expected: str) -> bool:
    """The text is there to the letter, with something before or after it, as a greeting or a signature."""
    return isinstance(found, str) and _lines(expected) in _lines(found)


def difference(expected: str, found: object) -> str:
    """Where two texts part, with a little of each."""
    other = "" if found is None else str(found)
    at = next(
        (i for i, (a, b) in enumerate(zip(expected, other, strict=False)) if a != b), min(len(expected), len(other))
    )
    start = max(0, at - 10)
    return f"Fra tegn {at + 1}: ventet «{expected[start : at + 20]}», fant «{other[start : at + 20]}»."


def _is(entry: Data, written: Written) -> bool:
    same_id = str(entry.get("msg_id") or "").lower() == written.msg_id.lower() != ""
    return same_id or (written.mark != "" and written.mark in str(entry.get("text") or ""))


def _names(entry: Data, acting: Acting) -> bool:
    name = str(entry.get("acting_name") or "").casefold()
    named = acting.family.casefold() in name and acting.given.casefold() in name
    return entry.get("acting_id") == acting.ident or named


def _missing(data: Data) -> str:
    return f"Meldingen er ikke i pasientens journal ({len(data.get('entries', ()))} andre innføringer)."


def _statuses(entries: Iterable[Data]) -> str:
    return " og ".join(sorted({str(entry.get("status") or "uten status") for entry in entries})) or "ikke ført"


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(str(value or ""), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
