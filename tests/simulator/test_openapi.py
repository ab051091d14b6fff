"""Every OpenAPI description is whole, is valid, and is kept: a few cases of schemathesis, always the same.

All of them: `python -m tests.simulator.openapi_cases`, and over HTTP with `--live`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import flask
import pytest
from flask import Flask, Response, jsonify, request
from schemathesis.checks import CHECKS

from tests.simulator.openapi_apps import METHODS, PUBLISHED, Published, published
from tests.simulator.openapi_cases import OFF, run

EACH = 2
NOT_FOR_OPENAPI = {
    "adresseregister": "/v1/",  # SOAP, where a fault is answered with 500 as WCF does: the WSDL describes it
    "idporten": "/idporten/logg-inn/",  # the page for people
}
AUTOMATIC = {"HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def services() -> Iterator[Mapping[str, Published]]:
    with published() as found:
        yield {one.name: one for one in found}


def test_everything_that_publishes_one_is_here(services: Mapping[str, Published]) -> None:
    assert tuple(services) == PUBLISHED


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_route_is_described(name: str, services: Mapping[str, Published]) -> None:
    one = services[name]
    front = "/_sim/" if name == "journal" else "/w/<area>/"
    described = {
        (method.upper(), re.sub(r"\{[^}]+\}", "{}", path))
        for path, ways in one.described()["paths"].items()
        for method in ways
        if method in METHODS
    }
    routes = {
        (method, re.sub(r"<[^>]+>", "{}", rule.rule))
        for rule in one.app.url_map.iter_rules()
        if rule.rule.startswith(front) and "<path:" not in rule.rule
        for method in (rule.methods or set()) - AUTOMATIC
        if not rule.rule.removeprefix("/w/<area>").startswith(NOT_FOR_OPENAPI.get(name, "-"))
    }
    assert routes - described == set()


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_is_openapi_3(name: str, services: Mapping[str, Published]) -> None:
    found = services[name].described()
    assert re.match(r"3\.[01]\.", found["openapi"])
    assert found["info"]["title"].startswith("SIMULERT") or name == "journal"
    names = [way["operationId"] for ways in found["paths"].values() for way in ways.values() if "operationId" in way]
    assert len(names) == len(set(names))
    for path, ways in found["paths"].items():
        for method in set(ways) & set(METHODS):
            assert set(re.findall(r"\{(\w+)\}", path)) == set(_in_path(found, ways, method)), (method, path)
            assert ways[method]["responses"], (method, path)
    for reference in _references(found):
        assert _followed(found, reference) is not None, reference


@pytest.mark.parametrize("name", PUBLISHED)
def test_another_method_is_refused_with_those_that_are_allowed(name: str, services: Mapping[str, Published]) -> None:
    one, http = services[name], services[name].app.test_client()
    for path, ways in one.described()["paths"].items():
        asked = re.sub(r"\{(\w+)\}", lambda found: str(one.known.get(found[1], ["1"])[0]), path)
        for method in {"get", "put", "post", "delete", "patch", "trace"} - set(ways):
            answer = http.open(asked, method=method.upper())
            assert answer.status_code == 405, (method, asked)
            allowed = set(answer.headers["Allow"].split(", ")) - AUTOMATIC
            assert allowed == {way.upper() for way in ways if way in METHODS}, (method, asked)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_few_cases_are_answered_as_described(name: str, services: Mapping[str, Published]) -> None:
    tally = run(services[name], EACH, quick=True)
    assert tally.failures == []
    assert tally.calls >= services[name].operations()


def test_a_few_cases_over_http(services: Mapping[str, Published]) -> None:
    tally = run(services["cppa"], EACH, live=True, quick=True)
    assert tally.failures == [] and tally.calls


def test_each_check_that_is_off_is_one_of_schemathesis_and_has_its_reason() -> None:
    assert set(OFF) <= set(CHECKS.get_all_names())
    assert all(len(reason) > 20 for reason in OFF.values())


def _wrong(path: str) -> Published:
    """An app that does not do what it says, in the way its address tells."""
    app = Flask("wrong")
    told = {"200": {"description": "x", "content": {"application/json": {"schema": {"required": ["a"]}}}}}
    number = {"in": "query", "name": "n", "required": True, "schema": {"type": "integer"}}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "SIMULERT", "version": "1"},
        "paths": {path: {"get": {"parameters": [number], "responses": {**told, "400": {"description": "x"}}}}},
    }
    app.get("/openapi.json")(lambda: jsonify(described))

    def answer() -> flask.typing.ResponseReturnValue:
        given = request.args.get("n", "")
        if path != "/takes-all" and not re.fullmatch(r"-?[0-9]+", given):
            return Response(status=400)
        return {
            "/status": (jsonify(a=1), 202),
            "/type": Response("{}", mimetype="text/html"),
            "/schema": jsonify(b=1),
            "/breaks": Response(status=500),
        }.get(path, jsonify(a=1))

    app.route(path, methods=["GET", "DELETE"] if path == "/methods" else ["GET"])(answer)
    return Published("wrong", app)


@pytest.mark.parametrize(
    ("path", "check"),
    [
        ("/status", "status_code_conformance"),
        ("/type", "content_type_conformance"),
        ("/schema", "response_schema_conformance"),
        ("/breaks", "not_a_server_error"),
        ("/takes-all", "negative_data_rejection"),
        ("/methods", "unsupported_method"),
    ],
)
def test_what_is_not_kept_is_found(path: str, check: str) -> None:
    assert any(check in failure for failure in run(_wrong(path), 10).failures)


def _in_path(described: object, ways: Mapping[str, Any], method: str) -> Iterator[str]:
    for one in [*ways.get("parameters", ()), *ways[method].get("parameters", ())]:
        found = _followed(described, one["$ref"]) if "$ref" in one else one
        assert isinstance(found, dict)
        if found["in"] == "path":
            assert found["required"] is True
            yield found["name"]


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)


def _followed(described: object, reference: str) -> object:
    for part in reference.removeprefix("#/").split("/"):
        described = described.get(part.replace("~1", "/")) if isinstance(described, dict) else None
    return described
