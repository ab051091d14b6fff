"""Helsenorge keeps silent, and gives receipts late, once more, or other than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.mail.desk import NOT_VALID
from conformance.outcomes import ToolFault
from conformance.reading import read
from standards.rules.engine import judge_exchange
from tests.conformance.bench_world import EPJ_ASYNC, NORA, World, running


def came(world: World) -> None:
    """An appointment about Nora has come to us."""
    world.scene.people._on_use(NORA.ident)
    world.epj.send(world.epj.avtale(NORA))
    world.scene.citizen.await_message(lambda m: m.code == "05", "ny time")


def test_nothing_is_acknowledged_in_silence_and_all_of_it_afterwards(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.scene.citizen.stay_silent()
        came(world)
        came(world)
        assert world.bus.bodies(EPJ_ASYNC) == []
        world.scene.citizen.speak_again()
        assert [world.epj.take().apprec_status for _ in range(2)] == ["1", "1"]
        came(world)
        assert world.epj.take().apprec_status == "1"


def test_what_got_a_late_receipt_gets_no_other_when_we_speak_again(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.scene.citizen.stay_silent()
        came(world)
        world.scene.citizen.acknowledge(world.scene.citizen.received()[0], NOT_VALID)
        world.scene.citizen.speak_again()
        assert world.epj.take().error_codes == {"T02"}
        assert world.bus.bodies(EPJ_ASYNC) == []


def test_a_second_receipt_is_our_fault_on_purpose_and_nobody_is_blamed(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        came(world)
        world.scene.citizen.acknowledge(world.scene.citizen.received()[0], NOT_VALID, fault="en kvittering til")
        assert [world.epj.take().apprec_status for _ in range(2)] == ["1", "2"]
        found = judge_exchange(world.writer.exchange(), complete=True).findings
        assert "AR-05" not in {finding.rule for finding in found}


def test_what_cannot_be_read_cannot_be_acknowledged(tmp_path: Path) -> None:
    with running(tmp_path) as world, pytest.raises(ToolFault):
        world.scene.citizen.acknowledge(read(b"<x/>", world.epj.envelope("X")))
