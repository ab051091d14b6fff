"""A client over AMQP 1.0 that is not ours (rhea, in Node) sends a message to a simulated journal and gets the AppRec.

Skipped where Node is not installed or the registry of npm cannot be reached; run by hand, never in CI.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.clock import SystemClock
from simulator.landscape.buses import AmqpBus
from simulator.landscape.world import start_bus, start_journal
from simulator.vendors import find_profile
from standards.apprec import AppRec
from tests.simulator.journal_kit import CLINIC, HELSENORGE, PEOPLE, envelope_for, question
from wire.amqp.address import Address, read

HERE = Path(__file__).parent / "rhea"
SECONDS = 60
DATA_SECTION = 0x75


@pytest.fixture(scope="module")
def rhea(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script and what it needs."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if os.environ.get("CI") or os.environ.get("EPJ_REQUIRE_AMQP") or not npm or not node:
        pytest.skip("needs npm and its registry: apt-get install nodejs npm, and not in CI")
    folder = tmp_path_factory.mktemp("rhea")
    for name in ("package.json", "helsenorge.mjs"):
        shutil.copy(HERE / name, folder)
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the registry of npm did not answer")
    if done.returncode:
        pytest.skip(f"npm could not install rhea: {done.stderr.strip()[-200:]}")
    return folder


@pytest.fixture(scope="module")
def world(amqp: None, rhea: Path) -> Iterator[tuple[Address, str]]:
    """Where Helsenorge finds the bus of a simulated journal that speaks AMQP, and its password."""
    from conformance.targets.loading import load

    bus = start_bus(None, SystemClock(), port=0, amqp_port=0)
    journal = start_journal(find_profile("visma_hspro"), AmqpBus(bus.url), None, SystemClock(), port=0, seed=1)
    target = load(journal.write_target(rhea))
    yield read(target.transport.address), target.helsenorge.secret
    journal.stop()
    bus.stop()


def run(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """What the script says of it."""
    command = ["node", "helsenorge.mjs"]
    done = subprocess.run(
        command, cwd=folder, input=json.dumps(asked), capture_output=True, text=True, timeout=SECONDS, check=True
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def asked(address: Address, password: str, **changes: Any) -> dict[str, Any]:
    """A question from a citizen, with what the script needs to send it."""
    patient = next(one for one in PEOPLE.values() if not one.guardians)
    written = question(patient, "Kan vi komme i morgen? æøå")
    envelope = envelope_for(written.type.v)
    return {
        "host": address.host,
        "port": address.port,
        "hostname": address.hostname,
        "user": HELSENORGE.her_id,
        "password": password,
        "sends": address.sender(f"{CLINIC.her_id}_async"),
        "reads": address.receiver(f"{HELSENORGE.her_id}_async"),
        "ttl": 345_600_000,
        "properties": dict(envelope.properties),
        "application": {**envelope.application_properties, "X-MessageInfo-Type": written.type.v},
        "body": base64.b64encode(written.to_xml()).decode(),
        "msg_id": written.msg_id,
        **changes,
    }


def test_a_client_that_is_not_ours_sends_and_gets_the_apprec(rhea: Path, world: tuple[Address, str]) -> None:
    sent = asked(*world)
    said = run(rhea, sent)
    assert (said["product"], said["outcome"], said.get("error")) == ("EPJ testbenk", "accepted", None)
    answer = said["answer"]
    receipt = AppRec.from_xml(base64.b64decode(answer["body"]))
    assert (receipt.status.v, receipt.original.msg_id) == ("1", sent["msg_id"])
    assert answer["section"] == DATA_SECTION
    assert answer["properties"]["subject"] == "APPREC"
    assert answer["properties"]["reply_to"].endswith(f"{CLINIC.her_id}_async")
    assert answer["properties"]["message_id"] != sent["properties"]["message_id"]
    assert answer["application"]["fromHerId"] == CLINIC.her_id
    assert answer["application"]["toHerId"] == HELSENORGE.her_id


def test_it_is_told_what_it_may_not(rhea: Path, world: tuple[Address, str]) -> None:
    address, password = world
    assert "unauthorized" in run(rhea, asked(address, "feil"))["error"].lower()
    assert run(rhea, asked(address, password, sends=address.sender("99_async")))["error"] == "amqp:not-found"
    foreign = address.receiver(f"{CLINIC.her_id}_async")
    assert run(rhea, asked(address, password, reads=foreign))["error"] == "amqp:unauthorized-access"
