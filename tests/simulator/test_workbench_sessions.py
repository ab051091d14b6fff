"""Pages have a session, and programs that call the same server have none."""

from __future__ import annotations

import pytest
from flask import Flask, session
from werkzeug.exceptions import NotFound

from simulator.workbench.sessions import PageSessions


@pytest.fixture
def app() -> Flask:
    app = Flask("journal", static_folder=None)
    app.secret_key = "en nøkkel"
    app.session_interface = PageSessions()

    @app.get("/<path:rest>")
    def visit(rest: str) -> str:
        if rest.endswith("feil"):
            raise NotFound
        session["sett"] = rest
        return "sett"

    return app


@pytest.mark.parametrize("path", ["/w/a/arbeidsbenk/", "/w/staff/arbeidsbenk/", "/w/a/staffing/x", "/andre"])
def test_a_page_has_a_session(app: Flask, path: str) -> None:
    client = app.test_client()
    assert "session=" in client.get(path).headers["Set-Cookie"]


@pytest.mark.parametrize("path", ["/w/a/staff/intents/x", "/_sim/health"])
def test_a_program_has_none_that_could_be_written(app: Flask, path: str) -> None:
    client = app.test_client()
    with pytest.raises(RuntimeError, match="session is unavailable"), app.test_request_context(path):
        session["sett"] = path
    assert "Set-Cookie" not in client.get(f"{path}/feil").headers
