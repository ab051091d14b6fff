"""A simulated world over AMQP: an HTTP journal and an AMQP Helsenorge meet on the same queues, or the other way."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from epj.accept import command as accept
from epj.simulate import command as simulate
from simulator.clients.buscontrol import amqp_address
from simulator.clock import SystemClock
from simulator.landscape import RunningBus, start_bus, start_journal
from simulator.landscape.buses import AmqpBus, Bus, HttpBus
from simulator.landscape.parties import HELSENORGE
from simulator.vendors import find_profile
from standards.apprec import AppRec
from tests.simulator.journal_kit import EKONTAKT, envelope_for, person, question
from wire.bus import BusClient, BusMessage, BusRefused
from wire.http import HttpBusClient

CLOCK = SystemClock()
BIRET = person("biret")


@pytest.fixture(scope="module")
def bus(amqp: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBus]:
    running = start_bus(None, CLOCK, port=0, amqp_port=0)
    yield running
    running.stop()


def of_target(told: dict[str, Any]) -> BusClient:
    """Helsenorge's connection as a target file tells of it."""
    from wire.amqp import AmqpBusClient

    kind = AmqpBusClient if told["transport"]["kind"] == "amqp" else HttpBusClient
    return kind(told["transport"]["address"], HELSENORGE.her_id, told["helsenorge"]["secret"])


@pytest.mark.parametrize("journal_over", [HttpBus, AmqpBus])
@pytest.mark.parametrize("helsenorge_over", [HttpBus, AmqpBus])
def test_what_the_two_sides_speak_may_differ(
    bus: RunningBus, tmp_path: Path, journal_over: type[Bus], helsenorge_over: type[Bus]
) -> None:
    with ExitStack() as running:
        journal = start_journal(find_profile("visma_hspro"), journal_over(bus.url), None, CLOCK, port=0, seed=1)
        running.callback(journal.stop)
        told = tomllib.loads(journal.write_target(tmp_path).read_text("utf-8"))
        assert told["transport"]["kind"] == ("amqp" if journal_over is AmqpBus else "http")
        told["transport"]["kind"] = helsenorge_over(bus.url).kind
        told["transport"]["address"] = helsenorge_over(bus.url).address(journal.area, HELSENORGE.her_id)
        client = of_target(told)
        running.callback(client.close)
        asked = question(BIRET)
        message = BusMessage(envelope_for(EKONTAKT), asked.to_xml())
        client.send(message.envelope.to, message)
        found = client.receive(f"{HELSENORGE.her_id}_async", 20.0)
        assert found is not None
        client.complete(found)
        assert AppRec.from_xml(found.message.body).original.msg_id == asked.msg_id
        assert found.message.envelope.application_properties["toHerId"] == HELSENORGE.her_id


def test_the_target_file_tells_where_without_the_password(bus: RunningBus, tmp_path: Path) -> None:
    assert isinstance(bus.bus, AmqpBus)
    with ExitStack() as running:
        journal = start_journal(find_profile("visma_hspro"), bus.bus, None, CLOCK, port=0, seed=1)
        running.callback(journal.stop)
        told = tomllib.loads(journal.write_target(tmp_path).read_text("utf-8"))
    assert told["transport"]["address"] == f"{bus.amqp}?vhost={journal.area}"
    assert bus.amqp.startswith("amqp://127.0.0.1:") and bus.amqp.endswith("/NHNTestServiceBus")


def test_a_bus_that_speaks_http_only_is_told_apart() -> None:
    running = start_bus(None, CLOCK, port=0)
    try:
        HttpBus(running.url).admit("a", {"8210011": "x"})
        assert running.amqp == ""
        with pytest.raises(BusRefused, match=r"snakker ikke AMQP.*--over amqp"):
            amqp_address(running.url)
    finally:
        running.stop()


def test_a_run_over_amqp_is_started_by_one_option(amqp: None, tmp_path: Path) -> None:
    words = ["accept", "--simulate", "visma_hspro", "--over", "amqp", "--only", "MSG-N01", "--report", "rapport"]
    done = subprocess.run(
        [sys.executable, "-m", "epj.main", *words], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "rapport" / "report.json").read_text("utf-8"))
    assert [(one["id"], one["verdict"]) for one in told["scenarios"]] == [("MSG-N01", "bestått")]
    assert "Traceback" not in done.stderr


def test_over_what_is_one_of_a_few_and_of_a_simulated_journal_only(tmp_path: Path) -> None:
    said = CliRunner().invoke(simulate, ["--over", "post"])
    assert (said.exit_code, said.exception) != (0, None)
    assert "--over kan ikke være «post». Velg http, amqp eller rabbitmq." in str(said.output)
    said = CliRunner().invoke(accept, ["--target", str(tmp_path / "t.toml"), "--over", "amqp"])
    assert said.exit_code == 2
    assert "--over gjelder bare sammen med --simulate" in said.output


def test_without_proton_a_start_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "proton", None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    said = CliRunner().invoke(simulate, ["bus", "--over", "amqp"])
    assert said.exit_code == 2
    assert said.output.startswith("AMQP er ikke installert.") and "pip install" in said.output
