"""A journal with FHIR push: what was answered in a thread is put at the receiver too, so that it keeps nothing old."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import urllib3

from simulator.clients.appointments import AppointmentClient
from simulator.clients.buscontrol import ensure_appointments
from simulator.clients.pushing import JournalPushes
from simulator.clock import SystemClock
from simulator.landscape import RunningTimeavtaler, start_timeavtaler
from standards.xcal import Event
from tests.simulator.booking_kit import Desk, events_of, hlt, named, profile, request
from tests.simulator.journal_kit import cancellation, person

NORA, KARI = person("nora"), person("kari")
RESERVATION, WISH = "DIALOG_INNBYGGER_TIMERESERVASJON", "DIALOG_INNBYGGER_TIMEONSKE"
TIME = {
    "start": "2026-12-15T14:00:00", "end": "2026-12-15T14:30:00", "summary": "Samtale", "location": "Rom 2",
}  # fmt: skip
Told = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def receiver() -> Iterator[RunningTimeavtaler]:
    running = start_timeavtaler(None, SystemClock(), port=0)
    yield running
    running.stop()


class Clinic:
    """A journal, and what Helsenorge's receiver has of its appointments."""

    def __init__(self, address: str) -> None:
        self.desk = Desk(profile=profile(push="fhir"))
        self._client, self._address = AppointmentClient(address), address
        self._begun = len(self._entries())

    def told(self) -> Told:
        """Put what waits: change, status and why it was cancelled, of each since last asked."""
        outbox = JournalPushes(self.desk.journal)
        while (push := outbox.oldest_push()) is not None:
            answer = self._client.put(push.id, push.body)
            assert answer.taken, answer.text
            outbox.push_taken(push, answer)
        new, self._begun = self._entries()[self._begun :], len(self._entries())
        return [(one["change"], one["appointment"]["status"], _reason(one)) for one in new]

    def _entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = urllib3.request("GET", f"{self._address}/timeavtaler/_inbox").json()["entries"]
        return found


def _reason(entry: dict[str, Any]) -> str:
    resource = json.loads(base64.b64decode(entry["raw_b64"]))
    return str(resource["cancelationReason"]["coding"][0]["code"]) if "cancelationReason" in resource else ""


@pytest.fixture
def clinic(receiver: RunningTimeavtaler, request: pytest.FixtureRequest) -> Clinic:
    area = f"a{abs(hash(request.node.name))}"
    return Clinic(ensure_appointments(receiver.url, area))


def booked(clinic: Clinic) -> dict[str, Any]:
    appointment = clinic.desk.book(NORA)
    assert clinic.told() == [("new", "booked", "")]
    return clinic.desk.appointment(NORA, appointment)


def cancel(clinic: Clinic, shown: dict[str, Any]) -> list[str]:
    """The citizen cancels; the codes of the answer on the bus."""
    event = Event(shown["uid"], shown["start"], shown["end"], shown["service"])
    clinic.desk.give(cancellation(NORA, named(event), acting=KARI))
    return [out.code for out in clinic.desk.answers()]


def test_a_cancellation_that_is_accepted_at_once(clinic: Clinic) -> None:
    clinic.desk.done("change_setting", setting="cancel_approval", value="nei")
    assert cancel(clinic, booked(clinic)) == ["08"]
    assert clinic.told() == [("changed", "cancelled", "AAI")]


@pytest.mark.parametrize("says_yes", [True, False])
def test_a_cancellation_that_staff_decide(clinic: Clinic, says_yes: bool) -> None:
    clinic.desk.done("change_setting", setting="cancel_approval", value="ja")
    shown = booked(clinic)
    assert cancel(clinic, shown) == [] and clinic.told() == []
    clinic.desk.done(
        "accept_cancellation" if says_yes else "refuse_cancellation", appointment=shown["id"], text="Takk for beskjed"
    )
    assert [out.code for out in clinic.desk.answers()] == ["08" if says_yes else "09"]
    assert clinic.told() == ([("changed", "cancelled", "AAI")] if says_yes else [])


def test_a_cancellation_of_what_is_not_there_puts_nothing(clinic: Clinic) -> None:
    clinic.desk.done("change_setting", setting="cancel_approval", value="nei")
    shown = booked(clinic)
    assert cancel(clinic, shown) == ["08"] and len(clinic.told()) == 1
    assert cancel(clinic, shown) == ["09"] and clinic.told() == []


@pytest.mark.parametrize("approval", [False, True])
def test_a_slot_that_the_citizen_books(clinic: Clinic, approval: bool) -> None:
    desk = clinic.desk
    desk.done("open_slot", practitioner="Ågot Bråthen", approval=approval, **TIME)
    (slot,) = events_of(desk.ask(hlt(NORA, date(2026, 12, 1), date(2026, 12, 28))))
    asked = request(RESERVATION, "RT", NORA, named(slot))
    desk.give(asked)
    if approval:
        assert desk.answers() == [] and clinic.told() == []
        desk.done("accept_booking", booking=asked.msg_id, text="Velkommen")
    (answer,) = desk.answers()
    assert answer.code == "05" and clinic.told() == [("new", "booked", "")]


def test_a_wish_that_is_granted_and_then_cancelled(clinic: Clinic) -> None:
    desk = clinic.desk
    asked = request(WISH, "OT", KARI, text="Helst etter jobb", subject="Ønske om time")
    desk.give(asked)
    desk.done("grant_wish", wish=asked.msg_id, **TIME)
    (granted,) = desk.answers()
    assert granted.code == "05" and clinic.told() == [("new", "booked", "")]
    desk.done("change_setting", setting="cancel_approval", value="nei")
    desk.give(request(WISH, "OAT", KARI, named(events_of(granted)[0]), text="Det gikk seg til"))
    assert [out.code for out in desk.answers()] == ["08"]
    assert clinic.told() == [("changed", "cancelled", "AAI")]


def test_a_wish_that_is_declined_puts_nothing(clinic: Clinic) -> None:
    asked = request(WISH, "OT", KARI, text="Helst etter jobb", subject="Ønske om time")
    clinic.desk.give(asked)
    clinic.desk.done("decline_wish", wish=asked.msg_id, text="Fullt")
    assert [out.code for out in clinic.desk.answers()] == ["06"] and clinic.told() == []


def test_a_journal_that_pushes_messages_sends_nothing_more_than_the_answer() -> None:
    desk = Desk(profile=profile())
    desk.done("change_setting", setting="cancel_approval", value="nei")
    shown = desk.appointment(NORA, desk.book(NORA))
    desk.take()
    event = Event(shown["uid"], shown["start"], shown["end"], shown["service"])
    desk.give(cancellation(NORA, named(event)))
    assert [out.code for out in desk.answers()] == ["08"]
    assert desk.journal.waiting_count() == 0
