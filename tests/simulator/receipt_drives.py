"""How to bring out the faults about receipts, places and who may see an appointment."""

from __future__ import annotations

import uuid
from datetime import timedelta

from standards.apprec import error
from standards.codes import Code
from tests.simulator.fault_drives import EMIL, NORA, Faulty, Seen
from tests.simulator.journal_kit import Out

REFUSED = error("T02", "XML-dokumentet er ikke gyldig (validerer ikke)")


def own_id(seen: Seen) -> bool:
    """Whether the appointment has the id of the patient."""
    return seen.calendar("uid") == str(uuid.uuid5(uuid.NAMESPACE_OID, NORA.ident))


def book_far_away(kit: Faulty) -> Seen:
    kit.book(NORA, location="Familiens hus, " * 6 + "rom 3014")
    return Seen(kit, kit.parcels())


def book_in_secret(kit: Faulty) -> Seen:
    kit.book(NORA, exempt=True)
    return Seen(kit, kit.parcels())


def book_together(kit: Faulty) -> Seen:
    kit.base.advance(timedelta(hours=1))
    start = kit.base.now().replace(tzinfo=None) + timedelta(days=9)
    for one in (NORA, EMIL):
        kit.book(one, start=start.isoformat(), end=(start + timedelta(minutes=30)).isoformat())
    return Seen(kit, kit.parcels())


def answered_twice(kit: Faulty) -> Seen:
    """Accepted, and refused after that."""
    return _answered(kit, (), (REFUSED,))


def answered_late(kit: Faulty) -> Seen:
    """Accepted after four days."""
    return _answered(kit, (), hours=97)


def unanswered(kit: Faulty) -> Seen:
    """Never answered, and looked for after four days."""
    seen = _answered(kit, hours=97)
    listed = [item["msg_id"] for item in kit.done("read_follow_up")["messages"]]
    return Seen(kit, seen.sent, {"listed": seen.about["msg_id"] in listed})


def _answered(kit: Faulty, *receipts: tuple[Code, ...], hours: int = 0) -> Seen:
    kit.book(NORA)
    (sent,) = kit.parcels()
    out = Out(sent.message.envelope, sent.message.body)
    if hours:
        kit.done("pass_time", hours=hours)
    for errors in receipts:
        kit.answer(out, *errors)
    msg_id = out.message.msg_id
    return Seen(kit, [sent], {"msg_id": msg_id, "status": kit.transport(msg_id)[0]["status"]})
