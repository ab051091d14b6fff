"""The page that links everything that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from flask import Flask, Response, jsonify, render_template

from simulator.control import answers

AREA: Final = "OMRÅDE"
"""What stands for the test area in the addresses that are told."""


@dataclass(frozen=True)
class Listed:
    """A service as it is told of: its name and address, what it is, a page to open, and its target file.

    `setup` is the address that a client is set up with, with `AREA` where the test area stands.
    """

    name: str
    url: str
    what: str
    page: str = ""
    target: str = ""
    setup: str = ""


def build_app(services: Sequence[Listed]) -> Flask:
    """The app with the page at / and the same as JSON under /_sim/services."""
    app = Flask(__name__, static_folder=None, template_folder="pages")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    answers.install(app, {}, "oversikt")
    page = {"services": tuple(services)}

    @app.get("/")
    def index() -> Response:
        response = Response(render_template("index.html.j2", **page), mimetype="text/html")
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
        return response

    @app.get("/_sim/services")
    def told() -> Response:
        return jsonify(simulated=True, services=[asdict(one) for one in services])

    return app
