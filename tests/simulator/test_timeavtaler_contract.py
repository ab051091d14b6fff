"""docs/contract.md part 4 and the OpenAPI description say what the receiver of appointments does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from simulator.national.timeavtaler import MAX_BODY_BYTES, refusals
from simulator.national.timeavtaler.areas import KEEP
from simulator.national.timeavtaler.content import MEDIA_TYPES
from tests.simulator.serving_kit import statuses
from tests.simulator.timeavtaler_world import JSON, PATH, World, running
from tests.standards.fhir_good import cancelled, changed, drop, home_visit, station

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")
PART = PAGE.partition("## Part 4:")[2].partition("\n## Part 5:")[0]
STATUSES = {200, 201} | statuses(refusals)


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def described(world: World) -> dict[str, Any]:
    """The OpenAPI description as it is served."""
    found: dict[str, Any] = world.client.get("/openapi.json").get_json()
    return found


def valid(world: World, name: str, value: object) -> None:
    """Hold a value to a schema of the description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": described(world)["components"]}
    Draft202012Validator(schema).validate(value)


def shape(value: object) -> object:
    """Names without values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


def test_the_statuses_are_those_of_the_tables(world: World) -> None:
    assert {int(status) for status in re.findall(r"^\| (\d{3}) \|", PART, re.MULTILINE)} == STATUSES
    for path, ways in described(world)["paths"].items():
        if "Appointment" in path:
            assert {int(status) for status in ways["put"]["responses"]} == STATUSES


def test_the_numbers_are_those_of_the_service() -> None:
    assert f"more than {MAX_BODY_BYTES} bytes" in PART
    assert f"keeps the last {KEEP} calls" in PART
    assert all(f"`{media}`" in PART for media in MEDIA_TYPES)


def test_an_entry_has_the_form_that_is_printed(world: World) -> None:
    world.put(station())
    printed = json.loads(PART.partition("```json\n")[2].partition("```")[0])
    told = world.client.get("/w/a/timeavtaler/_inbox").get_json()
    assert shape(told) == shape(printed)
    assert list(told["entries"][0]) == list(printed["entries"][0])
    valid(world, "Inbox", printed)


def test_every_path_is_described_and_the_other_way_round(world: World) -> None:
    rules = [(rule.rule, rule.methods or set()) for rule in world.client.application.url_map.iter_rules()]
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path): ways - {"HEAD", "OPTIONS"} for path, ways in rules}
    del served["/w/{area}/timeavtaler/api/{rest}"]
    paths = described(world)["paths"]
    api = {path for path in paths if "/api/" in path}
    assert api == {f"/w/{{area}}{PATH}", f"/w/{{area}}{PATH}/{{id}}"}
    assert {path: {way.upper() for way in ways} for path, ways in paths.items() if path not in api} == {
        path: {way for other, ways in rules if re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", other) == path
               for way in ways - {"HEAD", "OPTIONS"}} for path in served}  # fmt: skip


def test_what_is_answered_follows_the_description(world: World) -> None:
    for resource in (station(), station(), cancelled(), home_visit(), changed(station(), drop("/identifier"))):
        valid(world, "OperationOutcome", world.put(resource).get_json())
    world.call("PUT", f"{PATH}/x", b"{", Content_Type=JSON)
    world.call("DELETE", f"{PATH}/x")
    valid(world, "Inbox", world.client.get("/w/a/timeavtaler/_inbox").get_json())
    valid(world, "Problem", world.client.get("/w/a/timeavtaler/_inbox?after=x").get_json())
    valid(world, "Areas", world.client.get("/_sim/areas").get_json())
    valid(world, "Clock", world.client.get("/_sim/areas/a/clock").get_json())
