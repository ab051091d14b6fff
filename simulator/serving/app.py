"""The web app of a service: JSON as the contract has it, a cap on bodies, control, and answers to errors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response

from simulator.serving import answers
from simulator.serving.lazy_rule import LazyRule


def create_app(
    name: str,
    simulated: str,
    blueprints: Iterable[Blueprint],
    *,
    max_request_bytes: int,
    shape: answers.Shape = answers.four_fields,
    hidden: Iterable[str] = (),
    openapi: Path | None = None,
) -> Flask:
    """The WSGI app; `simulated` is what it pretends to be, `openapi` the file that describes it."""
    app = Flask(name, static_folder=None)
    app.url_rule_class = LazyRule
    app.config["MAX_CONTENT_LENGTH"] = max_request_bytes
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    answers.install(app, simulated, shape, hidden)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    if openapi is not None:
        app.get("/openapi.json")(lambda: Response(openapi.read_bytes(), mimetype="application/json"))
    return app
