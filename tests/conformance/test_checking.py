"""What is wrong is said before scenario 1, on the line where it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.checking.light import State
from conformance.checking.looks import line
from conformance.checking.round import look_around, obstacles
from conformance.checking.sight import Sight
from conformance.clock import SystemClock
from conformance.targets.loading import load
from simulator.clients.buscontrol import ensure_area
from simulator.clock import SystemClock as SimulatorClock
from simulator.landscape import start_bus, start_journal
from simulator.vendors import find_profile
from standards.envelope import Envelope, error_envelope
from tests.conformance.fake_bus import FakeBus, FakeClient
from tests.conformance.samples import GOOD
from wire.bus import BusMessage


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The target file of a simulated journal that is running."""
    clock = SimulatorClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, clock, port=0, seed=1)
    yield journal.write_target(tmp_path_factory.mktemp("targets")).read_text("utf-8")
    journal.stop()
    bus.stop()


def _said(text: str, folder: Path) -> tuple[str, str]:
    """The one obstacle, and the line it points at."""
    path = folder / "target.toml"
    path.write_text(text, "utf-8")
    (obstacle,) = obstacles(load(path), SystemClock())
    return str(obstacle), text.splitlines()[obstacle.line - 1]


def test_nothing_stands_in_the_way_of_a_right_target(written: str, tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(written, "utf-8")
    assert obstacles(load(path), SystemClock()) == ()


def test_a_wrong_her_id_of_the_epj_is_a_typo_and_no_finding(written: str, tmp_path: Path) -> None:
    said, line = _said(written.replace('her_id = "8210011"', 'her_id = "8219999"', 1), tmp_path)
    assert line == 'her_id = "8219999"'
    assert "ingen part med HER-id 8219999" in said


def test_a_wrong_password_points_at_the_password(written: str, tmp_path: Path) -> None:
    said, line = _said(re.sub(r'secret = ".*"', 'secret = "feil"', written, count=1), tmp_path)
    assert line == 'secret = "feil"'
    assert said.count("Send til") == 1


def test_a_wrong_test_area_points_at_the_address(written: str, tmp_path: Path) -> None:
    said, line = _said(written.replace('/w/visma_hspro"', '/w/annet"', 1), tmp_path)
    assert line.startswith("address = ")
    assert "kjenner ikke adressen" in said
    assert said.count("Send til") == 1


def test_a_wrong_password_of_the_staff_is_said_before_anything_is_run(written: str, tmp_path: Path) -> None:
    before, _, staff = written.partition("[staff]")
    said, _ = _said(before + "[staff]" + re.sub(r'secret = ".*"', 'secret = "feil"', staff, count=1), tmp_path)
    assert "secret under [staff]" in said


def test_a_staff_address_that_nobody_answers_at_is_said_once_and_not_in_every_scenario(
    written: str, tmp_path: Path
) -> None:
    said, line = _said(written.replace('/staff"', '/stab"', 1), tmp_path)
    assert line.startswith("address = ")
    assert "settle = false" in said


def test_a_connection_test_that_nobody_answers_is_told_with_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.3)
    bus = start_bus(None, SimulatorClock(), port=0)
    try:
        address = ensure_area(bus.url, "tom", {"8200002": "hemmelig-ord", "8210011": "annet"})
        text = GOOD.replace('"http://127.0.0.1:9/w/1"', f'"{address}"', 1)
        path = tmp_path / "target.toml"
        path.write_text(text.replace("[processes]\n", '[processes]\nDIALOG_INNBYGGER_TEST = "1.1"\n'), "utf-8")
        (light,) = look_around(load(path), SystemClock(), chosen=[line.LOOK])
    finally:
        bus.stop()
    assert light.state is State.YELLOW and "svarte ikke på KT" in light.seen
    assert "8210011_sync" in light.seen


class Rejecting(FakeClient):
    """Answers every question on the error queue at once, as one who expects it to be signed and encrypted."""

    def send(self, queue: str, message: BusMessage) -> None:
        told = {"condition": "transport:invalid-field-value", "description": "Mindre beskyttet\nenn avtalt."}
        answer = error_envelope(message.envelope, message_id="f-1", time_stamp="2026-12-01T08:00:00Z", **told)
        self.bus.put("8200002_error", BusMessage(Envelope({"message_id": "old"}), b""))
        self.bus.put("8200002_error", BusMessage(answer, b""))


def test_a_connection_test_that_is_rejected_is_told_with_what_the_epj_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.0)
    bus = FakeBus()
    monkeypatch.setattr(line.transports, "connect", lambda _: Rejecting(bus))
    monkeypatch.setattr(Sight, "silent", lambda sight, address: False)
    path = tmp_path / "target.toml"
    path.write_text(GOOD.replace("[processes]\n", '[processes]\nDIALOG_INNBYGGER_TEST = "1.1"\n'), "utf-8")
    (light,) = look_around(load(path), SystemClock(), chosen=[line.LOOK])
    assert light.state is State.YELLOW and "svarte ikke" not in light.seen
    assert "avviste KT på feilkøen (transport:invalid-field-value): Mindre beskyttet enn avtalt." in light.seen
    (left,) = bus.queues["8200002_error"]
    assert left.message.envelope.message_id == "old" and not left.lock
