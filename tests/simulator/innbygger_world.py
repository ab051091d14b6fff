"""A bus, a journal and the services around a citizen, all running; and a browser without script."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html

from simulator.clock import ManualClock
from simulator.landscape import start_bus, start_journal
from simulator.landscape.citizen import CitizenAreas
from simulator.landscape.national import RunningService, find, start_services
from simulator.landscape.parties import HELSENORGE
from simulator.landscape.surroundings import around
from simulator.landscape.world import RunningJournal
from simulator.people import everybody
from simulator.vendors import find_profile
from wire.http import HttpBusClient

NOW = datetime(2027, 10, 5, 8, tzinfo=UTC)
SERVICES = ("folkeregister", "helsenorge", "idporten", "innbygger")


@lru_cache
def person(name: str) -> Any:
    return next(one for one in everybody(1, NOW.date()) if one.id == name)


class Town:
    """What runs; `area` is the citizen's area of the journal."""

    def __init__(self, journal: RunningJournal, services: dict[str, RunningService], clock: ManualClock) -> None:
        self.journal = journal
        self.services = services
        self.clock = clock
        self.product = journal.profile.product
        self.area = f"{self.product}_innbygger"

    @property
    def front(self) -> str:
        return self.services["innbygger"].url

    def open(self) -> None:
        """Let the citizen's area be made."""
        assert requests.get(f"{self.front}/journal/{self.product}", timeout=20).status_code == 200

    @property
    def seat(self) -> Any:
        return self.journal.areas.find(self.area)

    @property
    def seat_address(self) -> str:
        """The workbench of the citizen's area."""
        return f"{self.journal.url}/w/{self.area}/arbeidsbenk/"

    def staff(self, intent: str, **params: Any) -> dict[str, Any]:
        """What a member of staff does in the citizen's area; it must be done."""
        answer = self.seat.journal.do(intent, params, str(uuid.uuid4()))
        assert answer["outcome"] == "done", answer
        found: dict[str, Any] = answer["data"]
        return found

    def book(self, who: str, **more: Any) -> str:
        given = {"start": "2027-12-02T10:15:00", "end": "2027-12-02T10:45:00", "summary": "Kontroll 4 år",
                 "location": "Rom 2", **more}  # fmt: skip
        return str(self.staff("create_appointment", patient=person(who).ident, **given)["appointment"])

    def settle(self) -> None:
        """Until everything that is under way has arrived, on both sides, and the notices know it."""
        control = f"{self.front}/_sim/areas"
        for _ in range(200):
            assert self.seat.settle(20.0) == (True, "")
            told = next(one for one in requests.get(control, timeout=20).json()["areas"] if one["area"] == self.area)
            if told["waiting"] == 0 and self._queues() == 0 and self.seat.settle(20.0) == (True, ""):
                return
        raise AssertionError(told)

    def helsenorge(self) -> HttpBusClient:
        """Another access to Helsenorge's queues in the citizen's area."""
        return HttpBusClient(self.seat.bus_address, HELSENORGE.her_id, self.seat.config.helsenorge_password)

    def _queues(self) -> int:
        client = self.helsenorge()
        depths = [client.depth(f"{HELSENORGE.her_id}_{kind}") for kind in ("async", "error", "syncreply")]
        client.close()
        return sum(one.ready + one.locked for one in depths if one is not None)

    def outbox(self, **only: str) -> list[dict[str, Any]]:
        """What the notices have sent."""
        base = self.services["helsenorge"].address(self.area)
        sent = requests.get(f"{base}/varsel/utboks?limit=1000", timeout=20).json()["varsler"]
        return [one for one in sent if all(one[name] == value for name, value in only.items())]


class Browser:
    """Opens pages and sends their forms, as a browser without script does."""

    def __init__(self) -> None:
        self.http = requests.Session()
        self.url, self.status = "", 0
        self.tree: Any = None

    def get(self, url: str) -> Browser:
        return self._took(self.http.get(urljoin(self.url, url), timeout=20))

    def press(self, link: str) -> Browser:
        found = self.tree.xpath(f"//a[contains(normalize-space(.), '{link}')]")
        assert found, (link, self.text)
        return self.get(found[0].get("href"))

    def send(self, button: str, **typed: str) -> Browser:
        """Fill in the form with that button and send it."""
        form = self.tree.xpath(f"//form[.//button[contains(normalize-space(.), '{button}')]]")[0]
        values = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@type='hidden']")}
        values |= {one.name: one.value or "" for one in form.xpath(".//textarea|.//select")}
        values |= {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@type='text']")}
        self.sent = (urljoin(self.url, form.get("action") or self.url), values | typed)
        return self.post(*self.sent)

    def post(self, url: str, values: dict[str, str]) -> Browser:
        return self._took(self.http.post(urljoin(self.url, url), data=values, timeout=20))

    def log_in(self, town: Town, who: str, method: str = "bankid") -> Browser:
        self.get(f"{town.front}/journal/{town.product}").press("Logg inn med ID-porten")
        return self.send("Logg inn", person=person(who).ident, metode=method)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", self.tree.xpath("//main")[0].text_content()).strip()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def _took(self, answer: requests.Response) -> Browser:
        self.url, self.status, self.headers = answer.url, answer.status_code, answer.headers
        self.tree = html.fromstring(answer.text) if answer.headers["Content-Type"].startswith("text/html") else None
        return self


@contextmanager
def town(product: str = "visma_hspro", data: Path | None = None, clock: ManualClock | None = None) -> Iterator[Town]:
    """Everything, on free ports."""
    time = clock or ManualClock(NOW)
    with ExitStack() as running:
        bus = start_bus(data, time, port=0)
        running.callback(bus.stop)
        profile = find_profile(product)
        journal = start_journal(profile, bus.url, data, time, port=0, seed=1)
        running.callback(journal.stop)
        citizens = CitizenAreas(lambda: [journal], bus.url, 1)
        told = citizens.told(around({product: profile}, 1, data, time))
        started = start_services([find(name) for name in SERVICES], told, running)
        yield Town(journal, {one.service.name: one for one in started}, time)
