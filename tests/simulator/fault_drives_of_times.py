"""What is done with a journal that offers free times, and takes wishes, to see a fault strike."""

from __future__ import annotations

from datetime import date
from typing import Any

from simulator.people import Person
from standards.hodemelding import Hodemelding
from standards.processes import AVTALEAVBESTILLING, TIMERESERVASJON
from standards.xcal import Event, XCal
from tests.simulator.booking_kit import hlt, named, request
from tests.simulator.fault_drives import EMIL, KARI, NORA, Faulty, Seen
from tests.simulator.journal_kit import cancellation

DAY, SUNDAY = date(2026, 12, 8), date(2027, 1, 3)


def offer(kit: Faulty, **more: Any) -> str:
    """A free time, each at an hour of its own."""
    hour = 6 + 2 * len(kit.done("read_slots")["slots"])
    when = {"start": f"{DAY}T{hour:02}:00:00", "end": f"{DAY}T{hour:02}:30:00"}
    named_so = {"summary": "Vaksine", "location": "Rom 2", "practitioner": "Ågot Bråthen"}
    return str(kit.done("open_slot", **when, **named_so, **more)["slot"])


def search(kit: Faulty, day: date = DAY) -> tuple[Seen, tuple[Event, ...]]:
    """What she is told when she looks, and the times in it."""
    kit.arrive(hlt(NORA, day, day, acting=None), at_once=True)
    seen = Seen(kit, kit.parcels())
    calendar = Hodemelding.from_xml(seen.sent[-1].message.body).calendar
    return seen, calendar.events if calendar else ()


def reserve(kit: Faulty, **more: Any) -> Seen:
    """She looks, and books what was put out last."""
    slot = offer(kit, **more)
    event = next(event for event in search(kit)[1] if event.uid == slot)
    kit.arrive(request(TIMERESERVASJON.code, "RT", NORA, named(event), acting=None))
    return Seen(kit, kit.parcels(), {"slot": slot, "event": event})


def looked_for(kit: Faulty) -> Seen:
    slot = offer(kit)
    seen, events = search(kit)
    return Seen(kit, seen.sent, {"found": slot in {event.uid for event in events}, "events": events})


def looked_in_vain(kit: Faulty) -> Seen:
    return search(kit, SUNDAY)[0]


def looked_for_closed(kit: Faulty) -> Seen:
    slot = offer(kit)
    kit.done("close_slot", slot=slot)
    return Seen(kit, [], {"found": slot in {event.uid for event in search(kit)[1]}})


def looked_for_taken(kit: Faulty) -> Seen:
    slot = reserve(kit).about["slot"]
    return Seen(kit, [], {"found": slot in {event.uid for event in search(kit)[1]}})


def looked_for_phone(kit: Faulty) -> Seen:
    offer(kit, must_call=True)
    return search(kit)[0]


def reserved(kit: Faulty) -> Seen:
    seen = reserve(kit)
    return Seen(kit, seen.sent, {"right": seen.calendar("dtstart") == seen.about["event"].start})


def reserved_with_approval(kit: Faulty) -> Seen:
    return reserve(kit, approval=True)


def reserved_too_late(kit: Faulty) -> Seen:
    slot = offer(kit)
    event = next(event for event in search(kit)[1] if event.uid == slot)
    kit.done("close_slot", slot=slot)
    kit.arrive(request(TIMERESERVASJON.code, "RT", NORA, named(event), acting=None))
    return Seen(kit, kit.parcels())


def reserved_brokenly(kit: Faulty) -> Seen:
    slot = offer(kit)
    event = next(event for event in search(kit)[1] if event.uid == slot)
    asked = request(TIMERESERVASJON.code, "RT", NORA, named(event), acting=None)
    kit.arrive(asked, raw=asked.to_xml().replace(b"</Foresporsel>", b"<FinnesIkke/></Foresporsel>"))
    return Seen(kit, kit.parcels())


def reserved_and_cancelled(kit: Faulty) -> Seen:
    kit.done("change_setting", setting="cancel_approval", value="nei")
    seen = reserve(kit)
    body = next(one.message.body for one in seen.sent if b"vevent" in one.message.body)
    calendar = Hodemelding.from_xml(body).calendar
    assert calendar is not None
    kit.arrive(request(AVTALEAVBESTILLING.code, "ART", NORA, named(calendar.events[0]), acting=None))
    return Seen(kit, kit.parcels())


def cancelled(
    kit: Faulty, patient: Person = NORA, reason: str = "Barnet er sykt", acting: Person | None = KARI
) -> Seen:
    """Somebody cancels Nora's appointment; `patient` is whom the message is about."""
    kit.done("change_setting", setting="cancel_approval", value="nei")
    shown = kit.appointment(NORA, kit.book(NORA))
    kit.parcels()
    event = Event(shown["uid"], shown["start"], shown["end"], shown["service"])
    kit.arrive(cancellation(patient, XCal("-//x", (event,)), reason, acting=acting))
    return Seen(kit, kit.parcels())


def cancelled_on_the_other_child(kit: Faulty) -> Seen:
    return cancelled(kit, EMIL)


def cancelled_without_words(kit: Faulty) -> Seen:
    return cancelled(kit, reason="")


def cancelled_alone(kit: Faulty) -> Seen:
    return cancelled(kit, acting=None)
