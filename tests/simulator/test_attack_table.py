"""Every attack is refused with the code that is documented, and tells nothing of others."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask, Response, jsonify

from tests.simulator.attack_table import Row, rows
from tests.simulator.attack_table_her_ids import difference


@pytest.fixture(scope="module")
def table() -> list[Row]:
    return list(rows())


def test_each_is_refused_as_it_should_be(table: list[Row]) -> None:
    assert [row for row in table if not row.right] == []


def test_nothing_is_left_out(table: list[Row]) -> None:
    parts = Counter(row.part for row in table)
    assert set(parts) == {"HelseID", "API", "Meldingstjener", "Registry", "CPA", "Bus"}
    assert parts["HelseID"] > 70 and parts["API"] > 40 and parts["Meldingstjener"] > 20
    assert len({(row.part, row.case) for row in table}) == len(table)


def test_a_leak_would_be_seen() -> None:
    app = Flask("leaky")

    @app.get("/<one>")
    def leak(one: str) -> Response:
        return jsonify(error=f"{one} er en annens" if one == "1" else f"{one} finnes ikke")

    @app.get("/same/<one>")
    def same(one: str) -> Response:
        return jsonify(error=f"{one} finnes ikke", requestId=f"r{one}")

    http = app.test_client()
    assert difference(http.get("/1"), http.get("/2"), "1", "2")
    assert not difference(http.get("/same/1"), http.get("/same/2"), "1", "2")
