"""What may happen in a random walk: one function for each kind of move, found in the table at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from simulator.journal.series import DAYS
from simulator.journal.threads import OUTCOMES
from simulator.journal.visits import REASONS
from simulator.people import Person
from standards.apprec import receipt_for
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import error_envelope
from standards.hodemelding import ConversationRef, Hodemelding
from standards.kodeverk.k7601 import K7601
from standards.kodeverk.k7602 import K7602
from standards.kodeverk.k7603 import K7603
from standards.processes import (
    AVTALEAVBESTILLING,
    BEHANDLEROVERSIKT,
    DIGITALBRUKER,
    EKONTAKT,
    TEST,
    TIMEONSKE,
    TIMEONSKEUNGDOM,
    TIMERESERVASJON,
)
from standards.xcal import Event, XCal
from tests.simulator.booking_kit import hbt, hlt, request
from tests.simulator.journal_kit import digital_status, envelope_for, message
from tests.simulator.walk import Walk
from wire.bus import BusMessage

TEXTS = (
    "Kan vi komme i morgen?",
    "Blåbærsyltetøy på Čáhppesvárri – «žurdŋ» ć đ š ŧ",
    "<b>fet</b> & <script>alert(1)</script> ]]> &amp;",
    "👩‍👧‍👦 🎉",
    "\u202eאבג\u202c مرحبا",
    "linje en\nlinje to\r\n\ttre",
    "  ",
    "x" * 3000,
)
ODD = ("\x00", "\ud800", "\ufffe", "", "01010112345")


def step(walk: Walk) -> str:
    """Do one thing."""
    move = walk.random.choices([one for one, _ in MOVES], [weight for _, weight in MOVES])[0]
    walk.last = move.__name__
    walk.desk.at = walk.random.choice(walk.desk.world.services)
    move(walk)
    return move.__name__


def _text(walk: Walk) -> str:
    return walk.random.choice(ODD if walk.random.random() < 0.03 else TEXTS)


def _said(walk: Walk) -> str:
    """A text that Helsenorge may send."""
    return walk.random.choice([text for text in TEXTS if text.strip()])


def _local(walk: Walk) -> datetime:
    return walk.journal.view(lambda unit: unit.local).replace(tzinfo=None)


def _time(walk: Walk) -> tuple[str, str]:
    """When, mostly ahead and on few times so that they meet; sometimes behind, backwards or far away."""
    start = _local(walk).replace(minute=0, second=0) + timedelta(
        days=walk.random.choice([0, 1, 1, 2, 3, 7, 30, -1, 119]), hours=walk.random.randrange(-12, 12)
    )
    end = start + timedelta(minutes=walk.random.choice([15, 30, 60, 60, 90, 0, -30, 60 * 24 * 400]))
    if walk.random.random() < 0.02:
        start = walk.random.choice([datetime(1, 1, 1), datetime(9999, 12, 31, 23, 30), datetime(2027, 3, 28, 2, 30)])
    return start.isoformat(), end.isoformat()


def _booking(walk: Walk) -> dict[str, Any]:
    start, end = _time(walk)
    return {
        "start": start,
        "end": end,
        "summary": _text(walk),
        "location": _text(walk),
        "category": walk.random.choice([None, None, "Hastetime", "Video", "Vaksine"]),
        "practitioner": walk.random.choice([None, "Anne Testlege", "Berit Testlege"]),
        "exempt": walk.random.choice([None, False, True]),
    }


def _acting(walk: Walk, patient: Person) -> Person | None:
    guardians = [one for one in walk.people if one.id in patient.guardians]
    return walk.random.choice(guardians) if guardians and walk.random.random() < 0.6 else None


def _id(walk: Walk, table: str, more: str = "1") -> str:
    row = walk.pick(f"SELECT id FROM {table} WHERE {more}")
    return str(row["id"]) if row and walk.random.random() < 0.95 else walk.random.choice([walk.new_id(), "x", "'\"%"])


def _has(walk: Walk, process: str) -> bool:
    return process in walk.desk.profile.processes


def book(walk: Walk) -> None:
    walk.do("create_appointment", patient=walk.person().ident, **_booking(walk))


def move(walk: Walk) -> None:
    start, end = _time(walk)
    place = walk.random.choice([None, _text(walk)])
    walk.do("change_appointment", appointment=_id(walk, "appointment"), start=start, end=end, location=place)


def cancel(walk: Walk) -> None:
    walk.do("cancel_appointment", appointment=_id(walk, "appointment"), reason=_text(walk))


def no_show(walk: Walk) -> None:
    walk.do("register_no_show", appointment=_id(walk, "appointment"))


def decide(walk: Walk) -> None:
    intent = walk.random.choice(["accept_cancellation", "refuse_cancellation"])
    where = "cancellation = 'waiting'" if walk.random.random() < 0.8 else "1"
    walk.do(intent, appointment=_id(walk, "appointment", where), text=_text(walk))


def correct(walk: Walk) -> None:
    walk.do("correct_patient", appointment=_id(walk, "appointment"), patient=walk.person().ident)


def write(walk: Walk) -> None:
    patient, answerable = walk.person().ident, walk.random.random() < 0.7
    walk.do("start_dialog", patient=patient, subject=_text(walk)[:50], text=_text(walk), answerable=answerable)


def answer(walk: Walk) -> None:
    outcome = walk.random.choice([*OUTCOMES, "answer", "answer"])
    walk.do("answer_dialog", thread=_id(walk, "thread"), text=_text(walk), outcome=outcome)


def wish(walk: Walk) -> None:
    if walk.random.random() < 0.6:
        walk.do("grant_wish", wish=_id(walk, "wish"), **_booking(walk))
    else:
        walk.do("decline_wish", wish=_id(walk, "wish"), text=_text(walk))


def slot(walk: Walk) -> None:
    new = {name: value for name, value in _booking(walk).items() if name != "exempt"}
    if walk.random.random() < 0.1:
        walk.do("close_slot", slot=_id(walk, "slot"))
        return
    new["practitioner"] = new["practitioner"] or "Anne Testlege"
    opens = _time(walk)[0] if walk.random.random() < 0.2 else None
    flags = {"must_call": walk.random.random() < 0.1, "approval": walk.random.random() < 0.4}
    walk.do("open_slot", bookable_from=opens, **new, **flags)


def booking(walk: Walk) -> None:
    where = "decision = 'waiting'"
    if walk.random.random() < 0.7:
        walk.do("accept_booking", booking=_id(walk, "booking", where), text=_text(walk))
    else:
        walk.do("refuse_booking", booking=_id(walk, "booking", where), text=_text(walk))


def plan(walk: Walk) -> None:
    start, end = _time(walk)
    weekly = walk.random.random() < 0.5
    walk.do(
        "plan_visits",
        patient=walk.person().ident,
        summary=_text(walk),
        start=start,
        end=end,
        frequency="weekly" if weekly else "daily",
        every=walk.random.choice([None, 1, 2, 1000]),
        days=walk.random.sample(DAYS, 2) if weekly else None,
        count=walk.random.choice([None, None, 5, 1000]),
        minutes=walk.random.choice([None, 30]),
        last=None if walk.random.random() < 0.8 else _day(walk),
    )


def _day(walk: Walk) -> str:
    far = walk.random.random() < 0.03
    day = _local(walk).date() + timedelta(days=walk.random.randrange(-3, 20))
    return walk.random.choice(["9999-12-31", "0001-01-01"]) if far else day.isoformat()


def visits(walk: Walk) -> None:
    row = walk.pick("SELECT * FROM plan")
    if row is None:
        return
    when = row["start"]
    seen = walk.do("read_visits", ask=False, patient=row["patient"])
    plans = seen["data"]["plans"] if seen else []
    ahead = [moment for one in plans if one["id"] == row["id"] for moment in one["next"]]
    when = walk.random.choice(ahead) if ahead else when
    kind = walk.random.randrange(7)
    if kind == 0:
        walk.do("cancel_visit", plan=row["id"], start=when, reason=walk.random.choice(REASONS))
    elif kind == 1:
        walk.do("pause_visits", patient=row["patient"], first=_day(walk), last=_day(walk), reason=_text(walk))
    elif kind == 2:
        walk.do("resume_visits", patient=row["patient"], first=_day(walk))
    elif kind == 3:
        walk.do("end_visits", plan=row["id"], last=_day(walk))
    elif kind == 4:
        walk.do("complete_visit", appointment=_id(walk, "appointment", "plan IS NOT NULL"))
    elif kind == 5:
        walk.do("change_employees", appointment=_id(walk, "appointment", "plan IS NOT NULL"), employees=["Æ Ø"])
    else:
        arrival = walk.random.choice([None, when, _time(walk)[0]])
        walk.do("confirm_visit", plan=row["id"], start=when, employees=["Kari Test", "Ø Å"], arrival=arrival)


def contact(walk: Walk) -> None:
    if walk.random.random() < 0.5:
        walk.do("start_contact", patient=walk.person().ident, first=walk.random.choice([None, _day(walk)]))
    else:
        walk.do("end_contact", contact=_id(walk, "contact"), last=_day(walk))


def read(walk: Walk) -> None:
    patient = walk.person().ident
    intent = walk.random.choice(
        ["read_journal", "read_appointments", "read_wishes", "read_contacts", "read_visits", "read_access_log"]
    )
    walk.do(intent, patient=patient)
    walk.do(walk.random.choice(["read_inbox", "read_follow_up", "read_slots", "read_transport_log"]))
    walk.do("read_thread", thread=_id(walk, "thread"))


def desk(walk: Walk) -> None:
    walk.do("check_inbox")
    row = walk.pick("SELECT msg_id FROM transport WHERE status IN ('avvist', 'feilkø') AND direction = 'ut'")
    if row is not None:
        walk.do("close_follow_up", msg_id=row["msg_id"])
    if _has(walk, TEST.code) and walk.random.random() < 0.2:
        walk.do("test_line")
    if walk.random.random() < 0.2:
        walk.do("change_setting", setting="cancel_approval", value=walk.random.choice(["ja", "nei"]))


def rarely(walk: Walk) -> None:
    if walk.random.random() < 0.3:
        walk.do("register_death", patient=walk.random.choice(walk.people).ident)
    else:
        walk.do("end_pregnancy", patient=walk.person().ident)


def dialog(walk: Walk) -> None:
    patient = walk.person()
    process = walk.desk.profile.dialog
    code = "HE" if process == EKONTAKT.code else "SB"
    body = Foresporsel(K7601.cv(code), subject="Spørsmål", text=_said(walk))
    walk.give(_message(walk, process, patient, Dialogmelding(body), acting=_acting(walk, patient)))


def reply(walk: Walk) -> None:
    row = walk.pick(
        "SELECT t.id, t.patient, t.process, t.party, m.msg_id FROM thread AS t JOIN message AS m ON m.thread = t.id"
        " WHERE m.direction = 'ut' AND m.code IN ('DI', '12', '19')"
    )
    if row is None:
        return
    patient = walk.who(row["patient"])
    _at(walk, row["party"])
    body = Dialogmelding(Notat(K7602.cv("22"), text=_said(walk)))
    asked = ConversationRef(row["msg_id"], row["id"])
    walk.give(_message(walk, row["process"], patient, body, conversation=asked, acting=_acting(walk, patient)))


def ask_off(walk: Walk) -> None:
    process = AVTALEAVBESTILLING.code if _has(walk, AVTALEAVBESTILLING.code) else TIMERESERVASJON.code
    row = walk.pick("SELECT * FROM appointment")
    if row is None:
        return
    patient = walk.who(row["patient"]) if walk.random.random() < 0.95 else walk.person()
    _at(walk, row["service"])
    moved = walk.random.random() < 0.1
    start = _time(walk)[0] if moved else row["start"]
    event = Event(row["uid"], start, row["end"], row["service"], related_to=row["related_to"])
    calendar = XCal("-//EPJ testbenk//Helsenorge//NO", (event,))
    if datetime.fromisoformat(event.end) > datetime.fromisoformat(start):
        options = {"acting": _acting(walk, patient), "text": _said(walk), "msg_id": walk.new_id()}
        walk.give(request(process, "ART", patient, calendar, **options))


def ask_off_series(walk: Walk) -> None:
    row = walk.pick("SELECT * FROM plan")
    if row is None or not _has(walk, TIMERESERVASJON.code):
        return
    patient = walk.who(row["patient"]) if walk.random.random() < 0.9 else walk.person()
    event = Event(row["id"], row["start"], row["end"], row["service"])
    calendar = XCal("-//EPJ testbenk//Helsenorge//NO", (event,))
    acting = _acting(walk, patient)
    walk.give(request(TIMERESERVASJON.code, "ART", patient, calendar, acting=acting, msg_id=walk.new_id()))


def wish_for(walk: Walk) -> None:
    process = walk.random.choice([TIMEONSKE.code, TIMEONSKEUNGDOM.code])
    if not _has(walk, process):
        return
    patient = walk.person()
    acting = _acting(walk, patient) if process == TIMEONSKE.code else None
    walk.give(request(process, "OT", patient, text=_said(walk), acting=acting, msg_id=walk.new_id()))


def reserve(walk: Walk) -> None:
    row = walk.pick("SELECT * FROM slot")
    if row is None or not _has(walk, TIMERESERVASJON.code):
        return
    patient = walk.person()
    _at(walk, row["service"])
    event = Event(row["id"], row["start"], row["end"], row["service"])
    calendar = XCal("-//EPJ testbenk//Helsenorge//NO", (event,))
    acting = _acting(walk, patient)
    walk.give(request(TIMERESERVASJON.code, "RT", patient, calendar, acting=acting, msg_id=walk.new_id()))


def look_up(walk: Walk) -> None:
    patient = walk.person()
    options = {"acting": _acting(walk, patient), "msg_id": walk.new_id()}
    today = _local(walk).date()
    if _has(walk, TIMERESERVASJON.code):
        walk.ask(hbt(patient, **options))
        walk.ask(hlt(patient, today, today + timedelta(days=28), **{**options, "msg_id": walk.new_id()}))
    if _has(walk, BEHANDLEROVERSIKT.code):
        walk.ask(request(BEHANDLEROVERSIKT.code, "HB", patient, msg_id=walk.new_id()))
    if _has(walk, TEST.code):
        body = Dialogmelding(Foresporsel(K7603.cv("KT")))
        walk.ask(message(TEST.code, None, body, msg_id=walk.new_id()))


def status(walk: Walk) -> None:
    if _has(walk, DIGITALBRUKER.code):
        sent = digital_status(walk.person(), walk.random.choice(["1", "1", "2"]))
        walk.give(replace(sent, msg_id=walk.new_id()))


def twice(walk: Walk) -> None:
    """The last message again: the very same, or the same document in a new envelope."""
    patient = walk.person()
    body = Foresporsel(K7601.cv("HE" if walk.desk.profile.dialog == EKONTAKT.code else "SB"), subject="x", text="y")
    arriving = walk.give(_message(walk, walk.desk.profile.dialog, patient, Dialogmelding(body)))
    if walk.random.random() < 0.5:
        properties = {**arriving.envelope.properties, "message_id": walk.new_id()}
        arriving = BusMessage(replace(arriving.envelope, properties=properties), arriving.body)
    walk.again(arriving)


def receipt(walk: Walk) -> None:
    """Helsenorge's receipt, or an error, for something that has been sent; sometimes for what has not."""
    walk.take()
    if not walk.sent:
        return
    out = walk.random.choice(walk.sent)
    if out.message.ack is None or out.message.ack.v == "N" or out.envelope.properties.get("to", "").endswith("reply"):
        return
    back = {"to_her_id": out.envelope.from_her_id, "message_id": walk.new_id()}
    if walk.random.random() < 0.15:
        told = error_envelope(
            out.envelope, message_id=walk.new_id(), condition="transport:internal-error", description="x",
            time_stamp=out.envelope.application_properties["applicationTimeStamp"],
        )  # fmt: skip
        walk.wild(BusMessage(told, b""))
        return
    made = receipt_for(
        out.message, receipt_id=walk.new_id(), now=walk.journal.clock.now(), errors=walk.receipt_errors()
    )
    walk.wild(BusMessage(envelope_for("APPREC", **back), made.to_xml()))


def rubbish(walk: Walk) -> None:
    """What no honest sender sends; some of it is answered on the error queue, nothing of it is lost or fatal."""
    sent = _message(walk, walk.desk.profile.dialog, walk.person(), _question())
    raw = sent.to_xml()
    here = {"to_her_id": walk.desk.where.her_id, "message_id": walk.new_id()}
    envelope = envelope_for(sent.type.v, **here)
    cut = walk.random.randrange(len(raw))
    bodies = (b"", raw[:cut], raw[:cut] + b"\xff" + raw[cut:], b"<a/>", raw.replace(b"MsgHead>", b"AppRec>"))
    kinds = walk.random.randrange(3)
    if kinds == 0:
        walk.wild(BusMessage(envelope, walk.random.choice(bodies)))
    elif kinds == 1:
        properties = {**envelope.properties, walk.random.choice(list(envelope.properties)): ""}
        walk.wild(BusMessage(replace(envelope, properties=properties), raw))
    else:
        walk.wild(BusMessage(envelope_for(walk.random.choice(["APPREC", "x", sent.type.v]), **here), b"<MsgHead/>"))


def wait(walk: Walk) -> None:
    walk.desk.base.advance(timedelta(minutes=walk.random.choice([1, 30, 600, 60 * 24, 60 * 24 * 5])))
    walk.journal.attend()


def turn_back(walk: Walk) -> None:
    """The tester moves the clock, back as well as on; for a moment only, so that the talk stays in order."""
    if walk.random.random() < 0.1:
        walk.take()
        days = walk.random.choice([-400, -1, 200, 1500])
        walk.journal.shift_clock(timedelta(days=days))
        walk.do("read_inbox")
        walk.journal.shift_clock(timedelta())
        walk.journal.attend()


def _question() -> Dialogmelding:
    return Dialogmelding(Foresporsel(K7601.cv("HE"), subject="x", text="y"))


def _message(walk: Walk, process: str, patient: Person, *payloads: Dialogmelding, **options: Any) -> Hodemelding:
    return message(process, patient, *payloads, msg_id=walk.new_id(), **options)


def _at(walk: Walk, her_id: str) -> None:
    """Mostly at the service that it belongs to."""
    service = walk.desk.world.service(her_id)
    if service is not None and walk.random.random() < 0.95:
        walk.desk.at = service


MOVES: tuple[tuple[Callable[[Walk], None], int], ...] = (
    (book, 12), (move, 8), (cancel, 4), (no_show, 3), (decide, 8), (correct, 2), (write, 4), (answer, 8), (wish, 5),
    (slot, 6), (booking, 5), (plan, 3), (visits, 8), (contact, 2), (read, 3), (desk, 3), (rarely, 1), (dialog, 8),
    (reply, 6), (ask_off, 12), (ask_off_series, 3), (wish_for, 6), (reserve, 8), (look_up, 4), (status, 4), (twice, 2),
    (receipt, 8), (rubbish, 3), (wait, 6), (turn_back, 1),
)  # fmt: skip
