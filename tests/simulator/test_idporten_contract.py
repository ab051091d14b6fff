"""docs/contract.md says what the log-in does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.national.idporten import login, refusals
from simulator.national.idporten.building import MAX_BODY_BYTES
from simulator.national.idporten.methods import METHODS
from tests.simulator.idporten_kit import Idporten, people
from tests.simulator.serving_kit import statuses

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")
PART = PAGE.partition(": log-in of citizens\n")[2].partition("\n## Part")[0]


@pytest.fixture
def idporten() -> Iterator[Idporten]:
    with people() as url:
        made = Idporten(url)
        yield made
        made.areas.close()


def test_every_status_is_in_the_table_and_the_other_way_round() -> None:
    assert {int(status) for status in re.findall(r"^\| (\d{3}) \|", PART, re.MULTILINE)} == statuses(refusals)


def test_the_client_that_is_printed_is_taken(idporten: Idporten) -> None:
    printed = json.loads(PART.partition("application/json\n\n")[2].partition("```")[0])
    idporten.post("/_sim/areas", json={"area": "demo"})
    assert [idporten.post("/_sim/areas/demo/clients", json=printed).status_code for _ in range(2)] == [201, 200]


def test_the_numbers_and_names_are_those_of_the_code() -> None:
    for text in (
        f"within {login.PUSHED_SECONDS} s", f"within {login.CODE_SECONDS} s", f"RS256, {login.ID_TOKEN_SECONDS} s",
        f"{login.TOKEN_SECONDS} s, **I**", f"{MAX_BODY_BYTES} bytes",
    ):  # fmt: skip
        assert text in PART
    assert all(one.name.split()[0] in PART for one in METHODS)
