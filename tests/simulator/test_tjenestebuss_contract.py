"""docs/contract.md part 1 says what the bus does."""

import json
import re
from pathlib import Path

from simulator.national.tjenestebuss import BusSettings, refusals
from simulator.national.tjenestebuss.parties import KINDS
from tests.simulator.bus_world import EPJ, HELSENORGE, running
from tests.simulator.serving_kit import statuses

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")
PART = PAGE.partition("## Part 1:")[2].partition("\n## Part 2")[0]


def test_the_example_message_is_taken_and_comes_back_as_printed() -> None:
    example = json.loads(PART.partition("```json\n")[2].partition("```")[0])
    with running() as world:
        sent = world.call("POST", f"/queues/{EPJ}_async/messages", her_id=HELSENORGE, json=example)
        assert sent.status == 201
        assert world.lock().json()["message"] == example


def test_the_error_example_is_what_the_bus_says() -> None:
    printed = json.loads(PART.partition("403 Forbidden\n\n")[2].partition("```")[0])
    with running() as world:
        assert world.call("GET", f"/queues/{EPJ}_async", her_id=HELSENORGE).json() == printed


def test_every_status_of_the_bus_is_in_the_table_and_the_other_way_round() -> None:
    listed = {int(status) for status in re.findall(r"^\| (\d{3}) \|", PART, re.MULTILINE)}
    assert listed == statuses(refusals)


def test_the_numbers_are_those_of_the_settings() -> None:
    settings = BusSettings()
    assert f"{settings.lock_life.total_seconds():g} seconds" in PART
    assert f"delivered {settings.max_deliveries} times" in PART
    assert str(settings.max_body_bytes) in PART
    assert all(f"`{{her}}_{kind}`" in PART for kind in KINDS)
