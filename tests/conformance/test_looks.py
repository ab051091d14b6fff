"""Each look has something it is content with, something it remarks, and something it stops at."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conformance.checking.light import Light, State, Who, green, red, undeclared, worst, yellow
from conformance.checking.looks import Look, clocks, environment, keeping, looks, net
from conformance.checking.reach import reach
from conformance.checking.round import look_around, obstacles
from conformance.checking.sight import Sight
from conformance.clock import SystemClock
from conformance.targets.loading import load
from conformance.targets.model import Target
from standards.errors import Problem
from tests.conformance.checking_kit import Issuer, serving
from tests.conformance.samples import GOOD
from wire.route import DIRECT, Route


class AheadClock(SystemClock):
    """The clock of a machine that goes wrong."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """So far ahead."""
        return datetime.now(UTC) + self._ahead


def target(folder: Path, address: str, more: str = "") -> Target:
    path = folder / "target.toml"
    path.write_text(re.sub(r'address = "http://127.0.0.1:9/w/1', f'address = "{address}', GOOD) + more)
    return load(path)


def seen(look: Look, found: Target, clock: SystemClock | None = None) -> tuple[Light, ...]:
    return look_around(found, clock or SystemClock(), chosen=[look])


@pytest.mark.parametrize(
    ("ahead", "state"),
    [(0, State.GREEN), (3, State.GREEN), (20, State.YELLOW), (-20, State.YELLOW), (90, State.RED), (-3600, State.RED)],
)
def test_a_clock_that_is_off_is_remarked_and_then_stops(tmp_path: Path, ahead: int, state: State) -> None:
    with serving() as address:
        (light,) = seen(clocks.LOOK, target(tmp_path, address), AheadClock(timedelta(seconds=ahead)))
    assert light.state is state
    assert (light.who is Who.IT) is (state is State.RED)


def test_when_all_services_agree_it_is_our_clock_that_is_wrong(tmp_path: Path) -> None:
    with serving() as one, serving() as other:
        found = target(tmp_path, one, f'[services.cppa]\naddress = "{other}"\n')
        (light,) = seen(clocks.LOOK, found, AheadClock(timedelta(hours=3)))
    assert "klokken på denne maskinen går 3 timer for fort" in light.seen
    assert "Still klokken på maskinen som kjører epj" in light.sentence


def test_a_service_that_does_not_tell_the_time_is_not_judged(tmp_path: Path) -> None:
    (light,) = seen(clocks.LOOK, target(tmp_path, "http://127.0.0.1:9/w/1"))
    assert light.state is State.GREY


@pytest.mark.parametrize(("days", "state"), [(300, State.GREEN), (10, State.YELLOW), (-1, State.RED)])
def test_a_certificate_that_soon_runs_out_is_remarked(tmp_path: Path, days: int, state: State) -> None:
    issuer = Issuer(tmp_path)
    with serving(context=issuer.context(days)) as address:
        found = target(tmp_path, address, f'[network]\nca_file = "{issuer.ca_file.name}"\n')
        lights = seen(net.LOOK, found)
    assert worst(lights) is state
    assert f"{(datetime.now(UTC) + timedelta(days=days, minutes=5)):%d.%m.%Y}" in lights[0].seen


def test_what_the_look_trusts_is_what_the_run_trusts(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    with serving(context=issuer.context(300)) as address:
        route = Route(str(issuer.ca_file))
        assert not reach(address, route).trouble
        with route.session() as session:
            assert session.get(address, timeout=30).status_code == 404
        assert route.pool(address).request("GET", address).status == 404
        assert "ikke stoler på" in reach(address, DIRECT).trouble


@pytest.mark.parametrize("content", [None, "ingen sertifikater her"])
def test_a_file_of_certificates_that_cannot_be_used_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    (light,) = seen(net.LOOK, target(tmp_path, "https://127.0.0.1:9", '[network]\nca_file = "ca.pem"\n'))
    assert light.state is State.RED and light.who is Who.IT
    assert light.line and "sertifikater" in light.seen


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy that lets nobody through to a secure address; its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            self.send_response(403)
            self.end_headers()

        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.send_header("SIMULERT", "prøve")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *more: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_proxy_is_used_for_what_is_elsewhere_and_not_for_this_machine(proxy: tuple[str, list[str]]) -> None:
    address, asked = proxy
    route = Route(proxy=address)
    with route.session() as session:
        assert session.get("http://buss.test.invalid/w/1", timeout=30).status_code == 404
    assert asked == ["http://buss.test.invalid/w/1"]
    assert not reach("http://buss.test.invalid", route).trouble
    assert reach("http://127.0.0.1:9", route).trouble
    assert len(asked) == 1


def test_a_proxy_that_lets_nobody_through_is_for_it(proxy: tuple[str, list[str]]) -> None:
    address, asked = proxy
    found = reach("https://buss.test.invalid", Route(proxy=address))
    assert asked == ["buss.test.invalid:443"]
    assert found.who is Who.IT and "403" in found.trouble and "proxyen" in found.sentence


def test_what_shows_nothing_of_test_is_remarked(tmp_path: Path) -> None:
    (light,) = seen(environment.LOOK, target(tmp_path, "http://127.0.0.1:9/w/1"))
    assert light.state is State.GREY
    with serving(simulated=False) as address:
        (light,) = seen(environment.LOOK, target(tmp_path, address))
    assert light.state is State.YELLOW and light.line
    with serving() as address:
        (light,) = seen(environment.LOOK, target(tmp_path, address))
    assert light.state is State.GREEN


@pytest.mark.parametrize(
    ("says", "host", "state"),
    [
        ("simulert", "127.0.0.1", State.GREEN),
        ("simulert", "localhost", State.GREEN),
        ("test", "127.0.0.1", State.YELLOW),
        ("simulert", "10.0.0.4", State.YELLOW),
    ],
)
def test_a_bus_over_amqp_is_known_as_our_own_by_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, host: str, state: State
) -> None:
    monkeypatch.setattr(Sight, "silent", lambda sight, address: False)
    found = replace(target(tmp_path, f"amqp://{host}:5672/N"), environment=says)
    (light,) = seen(environment.LOOK, found)
    assert light.state is state


def test_how_long_runs_are_kept_is_told(tmp_path: Path) -> None:
    (light,) = seen(keeping.LOOK, target(tmp_path, "http://127.0.0.1:9"))
    assert light.state is State.GREY and "days under [retention]" in light.seen
    (light,) = seen(keeping.LOOK, target(tmp_path, "http://127.0.0.1:9", "[retention]\ndays = 30\n"))
    assert light.state is State.GREEN and "30 dager" in light.seen


def test_what_is_not_declared_is_grey_with_the_key_that_would_declare_it(tmp_path: Path) -> None:
    with serving() as address:
        lights = look_around(target(tmp_path, address), SystemClock())
    grey = {light.look: light.seen for light in lights if light.state is State.GREY}
    for look, key in (
        ("HelseID", "[services.helseid]"),
        ("Adresseregisteret", "[services.adresseregister]"),
        ("Avtaler (CPA)", "[services.cppa]"),
        ("Digitalt aktive", "[services.helsenorge]"),
        ("Meldingstjener", "[services.meldingstjener]"),
        ("Forbindelsestest", "[processes]"),
    ):
        assert key in grey[look], grey


def test_what_stands_behind_what_does_not_answer_is_grey_and_told_once(tmp_path: Path) -> None:
    lights = look_around(target(tmp_path, "http://127.0.0.1:9/w/1"), SystemClock())
    assert {light.look for light in lights if light.state is State.RED} == {"Nett og sertifikater"}
    assert all(light.who is not None and light.sentence and light.line for light in lights if light.state is State.RED)


def _raises(error: Exception) -> Look:
    def see(sight: Sight) -> Iterator[Light]:
        raise error
        yield

    return Look(1, "Prøve", see)


@pytest.mark.parametrize("error", [Problem("Noe er galt.", found="rot"), ValueError("rot")])
def test_a_look_that_fails_is_red_and_takes_nothing_with_it(tmp_path: Path, error: Exception) -> None:
    found = target(tmp_path, "http://127.0.0.1:9")
    other = Look(2, "En annen", lambda sight: [green("bra.")])
    bad, good = look_around(found, SystemClock(), chosen=[_raises(error), other])
    assert bad.state is State.RED and "rot" in bad.seen
    assert good.state is State.GREEN


def test_a_look_that_is_not_done_in_time_is_red(tmp_path: Path) -> None:
    forever = threading.Event()

    def see(sight: Sight) -> list[Light]:
        forever.wait()
        return []

    found = target(tmp_path, "http://127.0.0.1:9")
    (light,) = look_around(found, SystemClock(), chosen=[Look(1, "Treg", see)], seconds=0.05)
    forever.set()
    assert light.state is State.RED and "ble ikke ferdig" in light.seen


def test_every_look_has_a_place_and_a_title_of_its_own() -> None:
    found = looks()
    assert len({look.place for look in found}) == len({look.title for look in found}) == len(found) >= 14


def test_a_light_is_told_whole_where_there_is_no_table(tmp_path: Path) -> None:
    light = Light(State.RED, "feil.", Who.NHN, "Rett det.", 7, "Prøve")
    assert str(light) == "Prøve: linje 7: feil. Send til NHN: «Rett det.»"
    assert worst([green("a"), undeclared("b")]) is State.GREEN
    assert worst([yellow("a"), red("b", Who.IT, "c")]) is State.RED
    assert [one.look for one in obstacles(target(tmp_path, "http://127.0.0.1:9"), SystemClock())]
