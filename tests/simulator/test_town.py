"""Everything in one process, and SIMULERT on all of it."""

from __future__ import annotations

import threading
import time
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import urllib3

from simulator.clock import SystemClock
from simulator.control.answers import HEADER
from simulator.landscape.parties import HELSENORGE
from simulator.landscape.town import Plan, Town, start_town
from simulator.vendors import profiles
from standards.apprec import AppRec
from standards.hodemelding import Hodemelding
from standards.processes import AVTALEUTSENDING
from tests.simulator.journal_kit import EKONTAKT, envelope_for, person, question
from wire.bus import BusMessage
from wire.http import HttpBusClient

BIRET = person("biret")
PRODUCTS = [profile.product for profile in profiles()]


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("targets")
    return folder


@pytest.fixture(scope="module")
def town(targets: Path) -> Iterator[Town]:
    with ExitStack() as running:
        yield start_town(Plan(profiles(), "", "", 0, None, targets, 1), SystemClock(), running)


def get(url: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", url, retries=False, timeout=30)


def target(targets: Path, product: str) -> dict[str, Any]:
    return tomllib.loads((targets / f"{product}.toml").read_text("utf-8"))


def test_every_product_has_a_journal_a_target_and_a_place_on_the_page(town: Town, targets: Path) -> None:
    assert [journal.profile.product for journal in town.journals] == PRODUCTS
    offices = [f"{product}.helseaktoerer" for product in PRODUCTS]
    assert sorted(path.stem for path in targets.glob("*.toml")) == sorted([*PRODUCTS, *offices])
    page = get(town.url)
    text = page.data.decode()
    assert page.status == 200 and "<script" not in text and 'lang="nb"' in text
    for journal in town.journals:
        assert journal.profile.name in text and f'href="{journal.workbench}"' in text
        assert get(journal.workbench).status == 200
    services = get(f"{town.url}/_sim/services").json()["services"]
    journals = [journal.url for journal in town.journals]
    national = [one.url for one in town.services]
    assert [one["url"] for one in services] == [town.bus_url, town.timeavtaler_url, *journals, *national]
    for one in town.services:
        assert one.service.what[1:] in text and one.service.setup(one.address("OMRÅDE")) in text


def test_simulert_stands_on_every_answer_whoever_gives_it(town: Town) -> None:
    servers = [town.url, town.bus_url, town.timeavtaler_url, *(one.url for one in (*town.journals, *town.services))]
    for server in servers:
        for path in ("/", "/_sim/health", "/_sim/areas", "/w/x/y", "/finnes/ikke"):
            assert HEADER in get(f"{server}{path}").headers, (server, path)
    for journal in town.journals:
        pages = [get(f"{journal.url}/"), get(journal.workbench), get(f"{journal.workbench}transport")]
        assert all(page.headers[HEADER] == journal.profile.name and b"SIMULERT" in page.data for page in pages)
        staff = urllib3.request("POST", f"{journal.url}/w/{journal.area}/staff/intents/settle", json={})
        assert staff.status == 401 and staff.headers[HEADER]
    assert b"SIMULERT" in get(town.url).data


@pytest.mark.parametrize("product", PRODUCTS)
def test_simulert_stands_in_target_receipt_and_calendar(town: Town, targets: Path, product: str) -> None:
    assert (targets / f"{product}.toml").read_text("utf-8").startswith("# SIMULERT")
    told = target(targets, product)
    assert told["target"]["environment"] == "simulert" and "imulert" in told["target"]["name"]
    journal = next(one for one in town.journals if one.profile.product == product)
    assert "imulert" in journal.profile.software_name and "imulert" in journal.profile.prodid
    area, profile = journal.areas.find(journal.area), journal.profile
    helsenorge = HttpBusClient(told["transport"]["address"], HELSENORGE.her_id, told["helsenorge"]["secret"])
    her_id = told["parties"][0]["her_id"]
    if EKONTAKT in profile.processes and area.journal.world.default.her_id == her_id == "8210011":
        helsenorge.send(f"{her_id}_async", BusMessage(envelope_for(EKONTAKT), question(BIRET).to_xml()))
        assert area.settle(20)[0]
        [receipt] = drained(helsenorge)
        assert profile.software_name in receipt.decode() and AppRec.from_xml(receipt)
    if AVTALEUTSENDING.code in profile.processes:
        booking = {"patient": BIRET.ident, "start": "2031-02-10T10:00:00", "end": "2031-02-10T10:30:00"}
        area.journal.do("create_appointment", {**booking, "summary": "x", "location": "y"}, str(uuid.uuid4()))
        assert area.settle(20)[0]
        [message] = drained(helsenorge)
        assert profile.prodid in message.decode() and Hodemelding.from_xml(message)
    helsenorge.close()


def drained(helsenorge: HttpBusClient) -> list[bytes]:
    found = []
    while (received := helsenorge.receive(f"{HELSENORGE.her_id}_async", 0.0)) is not None:
        helsenorge.complete(received)
        found.append(received.message.body)
    return found


def test_it_costs_next_to_nothing_idle_and_stops_at_once(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with ExitStack() as running:
        start_town(Plan(profiles(), "", "", 0, None, tmp_path, 1), SystemClock(), running)
        cpu, began = time.process_time(), time.monotonic()
        threading.Event().wait(1.0)
        assert (time.process_time() - cpu) / (time.monotonic() - began) < 0.08
        stopping = time.monotonic()
    assert time.monotonic() - stopping < 1.5
    assert not [one for one in set(threading.enumerate()) - before if one.name.startswith(("link", "server"))]


def test_a_bus_and_a_receiver_that_run_already_are_used(town: Town, tmp_path: Path) -> None:
    with ExitStack() as running:
        plan = Plan(profiles()[:1], town.bus_url, town.timeavtaler_url, 0, None, tmp_path, 1)
        other = start_town(plan, SystemClock(), running)
        assert (other.bus_url, other.timeavtaler_url) == (town.bus_url, town.timeavtaler_url)
        [journal] = other.journals
        assert journal.areas.find(journal.area).bus_address.startswith(town.bus_url)
        assert journal.area not in {one.area for one in town.journals}
