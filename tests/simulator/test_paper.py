"""What stands around every page of a service for people."""

from __future__ import annotations

import pytest
from flask import Flask

from simulator.serving import paper
from simulator.serving.paper import Paper, born, clock, moment

PAPER = Paper("simulator.national.idporten")


def policy(*places: str) -> str:
    app = Flask("p")
    with app.test_request_context():
        found = PAPER.page("out.html.j2", leads_to=places).headers["Content-Security-Policy"]
    return found.partition("form-action ")[2]


def test_a_page_lets_nothing_in_and_is_not_kept() -> None:
    answer = PAPER.page("out.html.j2")
    rules = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules and "script" not in rules and "frame-ancestors 'none'" in rules
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"SIMULERT" in answer.data and b'lang="nb"' in answer.data


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        ("http://klient.example:81/retur?a=1", "'self' http://klient.example:81"), ("javascript:alert(1)", "'self'"),
        ("http://a;script-src *", "'self'"), ("http://a,b", "'self'"), ("/retur", "'self'"), ("", "'self'"),
    ],
)  # fmt: skip
def test_forms_lead_here_and_to_whole_addresses_only(place: str, allowed: str) -> None:
    assert policy(place) == allowed


def test_times_are_written_as_people_write_them() -> None:
    assert moment("2027-12-02T10:15:00") == "torsdag 2. desember 2027 kl. 10.15"
    assert moment("2027-07-01T22:30:00Z") == "fredag 2. juli 2027 kl. 00.30"
    assert (moment(""), clock("2027-12-02T09:15:00+00:00"), born("2020-03-01")) == ("–", "10.15", "01.03.2020")


def test_the_sheet_and_the_mark_are_served() -> None:
    app = Flask("p")
    paper.assets(app)
    sheet, mark = app.test_client().get("/stil.css"), app.test_client().get("/merke.svg")
    assert sheet.mimetype == "text/css" and b"prefers-color-scheme: dark" in sheet.data
    assert mark.mimetype == "image/svg+xml"
