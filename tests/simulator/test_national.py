"""National services are found by looking, started beside each other, and built when somebody asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask import Blueprint, Flask, Response, jsonify

from simulator.clock import ManualClock
from simulator.landscape.national import UnknownService, find, services, start_services
from simulator.serving import area, control
from simulator.serving.app import create_app
from simulator.serving.areas import Areas
from simulator.serving.service import Place, Service, Surroundings
from simulator.store.database import MEMORY, Database
from standards.errors import Problem

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


class Plain(area.Area):
    def reset(self) -> None:
        self.set("seen", "")


@dataclass
class Trace:
    """What a service was built with, and what its areas were opened for."""

    built: list[Surroundings] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)


def service(name: str, trace: Trace) -> Service:
    def build(told: Surroundings) -> tuple[Flask, Areas[Any]]:
        if trace.fails:
            raise trace.fails.pop()
        trace.built.append(told)

        def opened(path: Path | str) -> Plain:
            trace.opened.append(str(path))
            return Plain(Database(path, area.SCHEMA), told.clock)

        areas = Areas(told.data_dir, opened, told.known)
        asked = Blueprint("asked", __name__, url_prefix="/w/<area>")

        @asked.get("/other")
        def other(area: str) -> Response:
            areas.get(area)
            return jsonify(other=told.address("annen", area), seed=told.place(area).seed)

        made = control.blueprint(name, areas, lambda area, given: areas.make(area), lambda found: {})
        return create_app(name, f"Prøve {name}", [asked, made], max_request_bytes=100), areas

    return Service(name, f"Prøve {name}", build, threads=4)


@contextmanager
def started(*wanted: Service, **elsewhere: str) -> Iterator[dict[str, str]]:
    told = Surroundings(None, ManualClock(NOW), known=("hos_oss",), place=lambda area: Place(len(area)))
    with ExitStack() as running:
        found = start_services(wanted, told, running, elsewhere=elsewhere)
        yield {one.service.name: one.url for one in found}


def get(url: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", url, retries=False, timeout=30)


def test_every_service_is_found_by_its_folder_and_a_wrong_name_gets_the_nearest() -> None:
    found = services()
    assert [one.name for one in found] == sorted(one.name for one in found)
    for one in found:
        assert find(one.name).title and one.threads > 1
    if found:
        with pytest.raises(UnknownService, match=f"Mente du {found[0].name}"):
            find(found[0].name[:-1])


def test_a_service_is_built_at_the_first_request_and_once() -> None:
    trace = Trace()
    with started(service("en", trace)) as urls:
        assert not trace.built
        asking = [threading.Thread(target=get, args=(f"{urls['en']}/_sim/health",)) for _ in range(4)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        assert len(trace.built) == 1 and not trace.opened


def test_a_known_area_is_listed_at_once_and_opened_when_asked_for() -> None:
    trace = Trace()
    with started(service("en", trace)) as urls:
        assert get(f"{urls['en']}/_sim/health").json()["areas"] == 1 and not trace.opened
        for _ in range(2):
            assert get(f"{urls['en']}/w/hos_oss/other").json()["seed"] == len("hos_oss")
        assert trace.opened == [MEMORY]
        assert get(f"{urls['en']}/w/andre/other").status == 404


def test_services_know_each_other_and_what_runs_elsewhere() -> None:
    trace = Trace()
    with started(service("en", trace), service("annen", trace)) as urls:
        assert get(f"{urls['en']}/w/hos_oss/other").json()["other"] == f"{urls['annen']}/w/hos_oss"
    with started(service("en", trace), service("annen", trace), annen="http://et.sted:1") as urls:
        assert urls["annen"] == "http://et.sted:1"
        assert get(f"{urls['en']}/w/hos_oss/other").json()["other"] == "http://et.sted:1"
    with started(service("en", trace)) as urls:
        assert get(f"{urls['en']}/w/hos_oss/other").json()["other"] == ""


def test_what_cannot_be_built_says_why_and_is_tried_again() -> None:
    trace = Trace(fails=[Problem("Mappen er tatt.", expected="en mappe", found="en annen", fix="Velg en annen.")])
    with started(service("en", trace)) as urls:
        refused = get(f"{urls['en']}/w/hos_oss/other")
        assert (refused.status, refused.headers["SIMULERT"]) == (503, "Prøve en".encode("latin-1").decode("latin-1"))
        assert refused.json()["error"] == "Mappen er tatt."
        assert get(f"{urls['en']}/w/hos_oss/other").status == 200


def test_nothing_is_opened_after_the_stop() -> None:
    trace = Trace()
    areas = Areas(None, lambda path: Plain(Database(path, area.SCHEMA), ManualClock(NOW)), ("hos_oss",))
    areas.close()
    with pytest.raises(Problem):
        areas.get("hos_oss")
    assert not trace.opened
