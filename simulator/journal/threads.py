"""Dialog with the citizen: threads, their messages, and what staff may write (HITS 1217:2018, 3.2, 3.3 and 3.13)."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from typing import Any

from simulator.journal import access, actors, compose, entries, inbox, patients, practitioners, routing
from simulator.journal.entries import Author
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit
from standards import processes
from standards.attachments import Attachment
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.hodemelding import ConversationRef, Hodemelding

REJECT = "26"
OUTCOMES = {"answer": ("19", "12"), "close": ("13",), "reject": (REJECT,), "no_access": ("30",)}
"""What staff decide → the codes of 7602 for it; which one is legal, the process says."""
SIGNED = ("answer", "close")
_CLOSED_TEXT = "Denne meldingen kan ikke besvares. Start en ny dialog hvis du vil ha kontakt med oss."


def receive(unit: Unit, message: Hodemelding, patient: str, author: Author) -> None:
    """File a message from the citizen in its thread; one that answers a closed thread is kept and rejected (26)."""
    unit, addressed = routing.unit_for(unit, message, patient), unit.at.her_id
    thread = _thread_of(unit, message, patient, addressed)
    body = message.dialog.body if message.dialog else None
    subject = body.subject if body else None
    text = (body.text if body else None) or ""
    code = message.dialog.code if message.dialog else ""
    unit.insert(
        "message",
        msg_id=message.msg_id,
        thread=thread["id"],
        parent=message.conversation.parent if message.conversation else None,
        direction="inn",
        time=unit.stamp,
        code=code,
        subject=subject,
        text=text,
        author=author.name,
        author_relation=author.relation,
        acting_id=author.acting_id,
        acting_name=author.acting_name,
        sender=compose.sender_text(message.sender),
    )
    _store_attachments(unit, message.msg_id, message.files)
    entries.add(unit, patient, "melding_inn", text, author, subject=subject, thread=thread["id"], msg_id=message.msg_id)
    if thread["closed"] and isinstance(body, Notat) and code == "22":
        _send(unit, thread, compose.note(unit, REJECT, _CLOSED_TEXT), Author("Automatisk svar"))


def start(
    unit: Unit, patient: str, subject: str, text: str, files: tuple[Attachment, ...] = (), *, answerable: bool
) -> str:
    """Write to a citizen: DI may be answered, EKI not; gives the MsgId, which names the thread."""
    unit = patients.opened(unit, patient)
    patients.refuse_dead(unit, patient)
    if not patients.reachable(unit, patient):
        raise Refused("Innbyggeren er ikke digitalt aktiv på Helsenorge, så meldingen er ikke sendt.")
    dialog = compose.request(unit, "DI" if answerable else "EKI", subject=subject, text=text)
    process = unit.world.profile.dialog
    msg_id = compose.send(unit, process, patient, (dialog, *files))
    here = unit.at.her_id
    unit.insert(
        "thread", id=msg_id, patient=patient, process=process, service=here, party=here, closed=int(not answerable)
    )
    _file_sent(unit, get(unit, msg_id), msg_id, dialog, entries.staff(unit))
    _store_attachments(unit, msg_id, files)
    access.note(unit, patient, "startet en dialog")
    return msg_id


def answer(unit: Unit, thread_id: str, text: str, outcome: str, files: tuple[Attachment, ...] = ()) -> None:
    """Answer the citizen's last message, close the dialog (13), turn it down (26) or say she has no access (30)."""
    thread = get(unit, thread_id)
    unit = unit.serving(thread["service"])
    if _last_received(unit, thread_id) is None:
        raise Refused(
            "Tråden er lukket for svar." if thread["closed"] else "Innbyggeren har ikke skrevet noe å svare på ennå."
        )
    if outcome == "answer":
        patients.refuse_dead(unit, thread["patient"])
    access.note(unit, thread["patient"], "svarte i en dialog")
    process = thread["process"]
    roles = practitioners.signature(unit, process) if outcome in SIGNED else ()
    if actors.is_one(process):
        dialog = actors.answer(unit, outcome, text, roles)
    else:
        dialog = compose.note(unit, _code(process, outcome), text or None, roles)
    inbox.read(unit, thread_id)
    _send(unit, thread, dialog, entries.staff(unit), files)


def _code(process: str, outcome: str) -> str:
    """The code that the process has for what staff decide; raises `Refused` when it has none."""
    steps = processes.CATALOGUE[process].steps_of(processes.EPJ, "Notat")
    legal = {step.code for step in steps if not step.tolerated and step.dialog in ("", "1.1")}
    for code in OUTCOMES[outcome]:
        if code in legal:
            return code
    raise Refused("Dialogen kan ikke avsluttes i denne prosessen.")


def get(unit: Unit, thread_id: str) -> sqlite3.Row:
    """The thread; raises `Refused` when it is unknown."""
    row = unit.row("SELECT * FROM thread WHERE id = ?", thread_id)
    if row is None:
        raise Refused("Tråden finnes ikke i journalen.")
    return row


def shown(unit: Unit, thread_id: str) -> dict[str, Any]:
    """The thread as staff sees it."""
    thread = get(unit, thread_id)
    unit = unit.serving(thread["service"])
    names = (
        "msg_id",
        "parent",
        "direction",
        "time",
        "text",
        "subject",
        "author",
        "author_relation",
        "acting_name",
        "acting_id",
    )
    rows = unit.rows("SELECT * FROM message WHERE thread = ? ORDER BY number", thread_id)
    messages = [
        {**{name: row[name] for name in names}, "attachments": entries.attachments(unit, row["msg_id"])} for row in rows
    ]
    inbox.read(unit, thread_id)
    return {
        "patient": thread["patient"],
        "closed_for_answer": bool(thread["closed"]),
        "owner": thread["owner"],
        "messages": messages,
    }


def _thread_of(unit: Unit, message: Hodemelding, patient: str, addressed: str) -> sqlite3.Row:
    """The thread that the message names, if it is this patient's; else a new one (no source states a rule)."""
    named = message.conversation.conversation if message.conversation else message.msg_id
    row = unit.row("SELECT * FROM thread WHERE id = ?", named)
    if row is not None and row["patient"] == patient:
        return row
    thread_id = named if row is None else message.msg_id
    unit.insert(
        "thread",
        id=thread_id,
        patient=patient,
        process=message.type.v,
        service=unit.at.her_id,
        party=addressed,
        owner=routing.owner_of(unit, message),
        closed=0,
    )
    return get(unit, thread_id)


def _send(
    unit: Unit, thread: sqlite3.Row, dialog: Dialogmelding, author: Author, files: tuple[Attachment, ...] = ()
) -> None:
    """Answer from the party that was written to, whoever has the thread on their list."""
    last = _last_received(unit, thread["id"])
    if last is None:
        raise Refused("Innbyggeren har ikke skrevet noe å svare på ennå.")
    party = unit.world.service(thread["party"] or thread["service"]) or unit.at
    msg_id = compose.send(
        replace(unit, at=party),
        actors.answer_type(thread["process"]),
        thread["patient"],
        (dialog, *files),
        receiver=compose.party_from(last["sender"]),
        conversation=ConversationRef(last["msg_id"], thread["id"]),
    )
    _file_sent(unit, thread, msg_id, dialog, author, parent=last["msg_id"])
    _store_attachments(unit, msg_id, files)


def _file_sent(
    unit: Unit, thread: sqlite3.Row, msg_id: str, dialog: Dialogmelding, author: Author, *, parent: str | None = None
) -> None:
    body: Foresporsel | Notat = dialog.body
    unit.insert(
        "message",
        msg_id=msg_id,
        thread=thread["id"],
        parent=parent,
        direction="ut",
        time=unit.stamp,
        code=dialog.code,
        subject=body.subject,
        text=body.text or "",
        author=author.name,
    )
    entries.add(
        unit,
        thread["patient"],
        "melding_ut",
        body.text or "",
        author,
        subject=body.subject,
        thread=thread["id"],
        msg_id=msg_id,
    )


def _last_received(unit: Unit, thread: str) -> sqlite3.Row | None:
    return unit.row("SELECT * FROM message WHERE thread = ? AND direction = 'inn' ORDER BY number DESC", thread)


def _store_attachments(unit: Unit, msg_id: str, files: tuple[Attachment, ...]) -> None:
    for file in files:
        unit.insert(
            "attachment",
            msg_id=msg_id,
            mime_type=file.mime_type,
            description=file.description,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
        )
