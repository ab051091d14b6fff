"""docs/contract.md part 5 and the OpenAPI description say what Meldingstjener does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from simulator.national.meldingstjener import building, refusals
from simulator.serving import operations
from tests.simulator.meldingstjener_world import error, running
from tests.simulator.serving_kit import statuses

FOLDER = Path(building.__file__).parent
PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8").split("\n## Part 5")[1].split("\n## ")[0]
DESCRIBED: dict[str, Any] = json.loads((FOLDER / "openapi.json").read_text("utf-8"))
CALLS = {
    (method.upper(), path.removeprefix("/w/{area}/msh").replace("{message}", "{id}"))
    for path, one in DESCRIBED["paths"].items()
    for method in one
    if path.startswith("/w/")
}

CONTROL = re.findall(r"^\| `(GET|POST) (/_sim/areas/demo/[^`]+)`(?: `([^`]+)`)?", PAGE, re.MULTILINE)


def test_the_page_has_every_call() -> None:
    told = set(re.findall(r"`(GET|POST|PUT|DELETE) \{base\}([^`?]+)[^`]*`", PAGE))
    assert told == CALLS and len(told) == 18


def test_the_list_of_operations_has_every_call() -> None:
    account = operations.read(FOLDER)
    told = {
        (one.method, one.path.removeprefix("/msh").replace("{appRecSenderHerId}", "{herId}"))
        for one in account.operations
    }
    v2 = {call for call in CALLS if call[1].startswith("/Messages")}
    assert len(v2) == 8
    assert told == CALLS
    assert account.not_done


def test_the_page_and_the_description_have_every_status() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}
    answered = {int(code) for path in DESCRIBED["paths"].values() for one in path.values() for code in one["responses"]}
    assert told == statuses(refusals) == {code for code in answered if code >= 400}
    assert str(building.MAX_BODY_BYTES) in PAGE


def test_the_example_of_an_error_is_as_it_is() -> None:
    (example,) = re.findall(r"```json\n(.+?)\n```", PAGE, re.DOTALL)
    with running() as world:
        found = error(world.call("GET", "/Messages"), 400, 1000)
    assert json.loads(example) == {**found, "error": "…", "requestId": "…"}


@pytest.mark.parametrize(
    "call", re.findall(r"^\| `(GET|POST) (/_sim/areas/demo/[^`]+)`(?: `([^`]+)`)?", PAGE, re.MULTILINE)
)
def test_the_control_is_there(call: tuple[str, str, str]) -> None:
    method, path, body = call
    with running() as world:
        name = "none" if "{id}" in path else ""
        answer = world.control(
            method, path.removeprefix("/_sim/areas/demo").replace("{id}", name), json.loads(body) if body else None
        )
        assert answer.status_code == (404 if name else 200), answer.text
