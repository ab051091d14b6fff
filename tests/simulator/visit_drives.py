"""What is done with a journal of home care to see a fault strike, and what shows that it did."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from simulator.clients.appointments import Answer
from simulator.clients.pushing import JournalPushes
from standards.xcal import Event
from tests.simulator.booking_kit import hbt, named, request
from tests.simulator.fault_drives import EMIL, NORA, Faulty, Seen

WHO = "Turid Vik"
Says = Callable[[Seen], bool]


def plan(kit: Faulty, patient: Any = NORA, *, ahead: int = 1, clock: str = "09:00:00", **more: Any) -> tuple[str, str]:
    """A visit every day; gives the plan, and when its first visit begins."""
    first = (kit.base.now() + timedelta(days=ahead)).date()
    start, end = f"{first}T{clock}", f"{first}T{clock[:2]}:30:00"
    values = {"start": start, "end": end, "frequency": "daily", "summary": "Tilsyn", **more}
    return str(kit.done("plan_visits", patient=patient.ident, **values)["plan"]), start


def look(kit: Faulty, **about: Any) -> Seen:
    """She looks at her calendar."""
    kit.arrive(hbt(NORA, acting=None), at_once=True)
    return Seen(kit, kit.parcels(), about)


def looks(kit: Faulty) -> Seen:
    series, _ = plan(kit)
    return look(kit, plan=series)


def looks_beside_another(kit: Faulty) -> Seen:
    plan(kit)
    _, start = plan(kit, EMIL, clock="11:00:00")
    return look(kit, other=start)


def looks_while_away(kit: Faulty) -> Seen:
    plan(kit)
    kit.done("pause_visits", patient=NORA.ident, first="2026-12-04", last="2026-12-05", reason="Sykehus")
    return look(kit)


def looks_at_some_days(kit: Faulty) -> Seen:
    """The clock stands at Tuesday 1 December."""
    plan(kit, ahead=2, frequency="weekly", days=["TH"], last="2027-02-01")
    return look(kit)


def looks_at_an_end(kit: Faulty) -> Seen:
    plan(kit, last="2026-12-20")
    return look(kit)


def looks_at_night(kit: Faulty) -> Seen:
    first = (kit.base.now() + timedelta(days=1)).date()
    end = f"{first + timedelta(days=1)}T00:20:00"
    plan(kit, clock="23:50:00", end=end)
    return look(kit)


def looks_at_a_window(kit: Faulty) -> Seen:
    first = (kit.base.now() + timedelta(days=1)).date()
    plan(kit, end=f"{first}T12:00:00", minutes=20)
    return look(kit)


def looks_at_who_comes(kit: Faulty) -> Seen:
    series, start = plan(kit)
    kit.done("confirm_visit", plan=series, start=start, employees=[WHO])
    return look(kit)


def looks_with_a_fault(kit: Faulty) -> Seen:
    """The question has an element of no schema."""
    plan(kit)
    sent = hbt(NORA, acting=None)
    raw = sent.to_xml().replace(b"</Foresporsel>", b"<FinnesIkke/></Foresporsel>")
    kit.arrive(sent, raw=raw, at_once=True)
    return Seen(kit, kit.parcels())


def carried_out(kit: Faulty) -> Seen:
    series, start = plan(kit)
    visit = kit.done("confirm_visit", plan=series, start=start, employees=[WHO])["appointment"]
    kit.base.advance(timedelta(days=2))
    kit.done("complete_visit", appointment=visit)
    return Seen(kit, kit.parcels(), {"appointment": visit})


def put_carried_out(kit: Faulty) -> Seen:
    """What is put: the visit, once it is done."""
    carried_out(kit)
    outbox, found = JournalPushes(kit.journal), []
    while (push := outbox.oldest_push()) is not None:
        found.append((push.id, json.loads(push.body)))
        outbox.push_taken(push, Answer(200))
    return Seen(kit, [], {"puts": found})


def nobody_home(kit: Faulty) -> Seen:
    series, start = plan(kit)
    kit.done("cancel_visit", plan=series, start=start, reason="Avlyst - ikke hjemme")
    return Seen(kit, kit.parcels())


def looks_at_what_is_off(kit: Faulty) -> Seen:
    nobody_home(kit)
    return look(kit)


def cancelled_by_another(kit: Faulty) -> Seen:
    """Another user cancels what is hers."""
    kit.done("change_setting", setting="cancel_approval", value="nei")
    series, start = plan(kit)
    visit = kit.done("confirm_visit", plan=series, start=start, employees=[WHO])["appointment"]
    shown = kit.appointment(NORA, visit)
    event = Event(shown["uid"], shown["start"], shown["end"], kit.world.default.her_id)
    kit.arrive(request("DIALOG_INNBYGGER_AVTALEAVBESTILLING", "ART", EMIL, named(event), acting=None))
    return Seen(kit, kit.parcels(), {"status": kit.appointment(NORA, visit)["status"]})
