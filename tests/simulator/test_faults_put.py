"""What Helsenorge's receiver makes of an appointment that a faulty journal puts over REST."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import urllib3

from simulator.clients.appointments import AppointmentClient
from simulator.clients.buscontrol import ensure_appointments
from simulator.clock import SystemClock
from simulator.faults.catalogue import catalogue
from simulator.landscape import RunningTimeavtaler, start_timeavtaler
from tests.simulator import fault_drives as drives
from tests.simulator.fault_drives import Drive, faulty

DRIVES: dict[str, Drive] = {
    "put_names_another": drives.put_booked,
    "put_new_id_each_time": drives.put_moved,
    "put_no_cancelled": drives.put_called_off,
    "put_no_show_kept": drives.put_stayed_away,
    "put_no_offset": drives.put_booked,
    "put_status_kept": drives.put_called_off,
    "put_under_other_id": drives.put_booked,
}
REFUSED = ["put_no_offset", "put_under_other_id"]
TAKEN = [name for name in DRIVES if name not in REFUSED]
Told = list[tuple[str, str]]


@pytest.fixture(scope="module")
def receiver() -> Iterator[RunningTimeavtaler]:
    running = start_timeavtaler(None, SystemClock(), port=0)
    yield running
    running.stop()


def told(receiver: RunningTimeavtaler, fault: str, *, on: bool = True) -> tuple[Told, set[str]]:
    """Change and status of what was taken, and the rules that refused the rest."""
    address = ensure_appointments(receiver.url, f"{fault}-{on}".lower())
    kit = faulty(fault)
    if on:
        kit.turn_on(fault)
    client, seen = AppointmentClient(address), DRIVES[fault](kit)
    for id_, raw in seen.about["raw"]:
        client.put(id_, raw)
    entries = urllib3.request("GET", f"{address}/timeavtaler/_inbox").json()["entries"]
    taken = [(one["change"], one["appointment"]["status"]) for one in entries if one["status"] < 300]
    return taken, {finding["rule"] for one in entries if one["status"] >= 400 for finding in one["findings"]}


@pytest.mark.parametrize("fault", REFUSED)
def test_the_receiver_refuses_it_with_the_rule_that_the_fault_names(receiver: RunningTimeavtaler, fault: str) -> None:
    taken, rules = told(receiver, fault)
    assert not taken and rules & set(catalogue()[fault].caught_by), rules
    assert told(receiver, fault, on=False)[1] == set()


@pytest.mark.parametrize("fault", TAKEN)
def test_what_the_receiver_takes_shows_in_the_inbox(receiver: RunningTimeavtaler, fault: str) -> None:
    wrong, right = told(receiver, fault), told(receiver, fault, on=False)
    assert not wrong[1] and not right[1] and (wrong[0] != right[0] or fault == "put_names_another")


def test_every_fault_of_rest_is_tried_here() -> None:
    assert set(DRIVES) == {name for name in catalogue() if name.startswith("put_")}
