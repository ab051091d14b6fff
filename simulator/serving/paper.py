"""Pages of a service for people: templates in bokmål, one style sheet, no script, and headers that let no more in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

OSLO: Final = ZoneInfo("Europe/Oslo")
DAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS: Final = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
_HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_MARK: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="14" fill="#f1e7fa" stroke="#5b2a86" stroke-width="3" stroke-dasharray="5 3"/></svg>'
)


class Paper:
    """The templates of one package, in its folder `pages`, above those that all services share."""

    def __init__(self, package: str) -> None:
        self._environment = _environment(package)

    def page(self, template: str, *, status: int = 200, leads_to: Iterable[str] = (), **values: Any) -> Response:
        """A page as an answer; its forms may lead the browser to the origins of `leads_to`, and here."""
        text = self._environment.get_template(template).render(**values)
        answer = Response(text, status, mimetype="text/html")
        answer.headers.update(_HEADERS)
        targets = " ".join(("'self'", *_origins(leads_to)))
        answer.headers["Content-Security-Policy"] = f"{_POLICY}; form-action {targets}"
        return answer


def assets(app: Flask) -> None:
    """Put the style sheet and the mark of the browser tab on the app."""
    text = resources.files("simulator.serving").joinpath("pages/sheet.css").read_text("utf-8")

    @app.get("/stil.css")
    def sheet() -> Response:
        return Response(text, mimetype="text/css", headers={"X-Content-Type-Options": "nosniff"})

    @app.get("/merke.svg")
    def mark() -> Response:
        return Response(_MARK, mimetype="image/svg+xml")


def led_to(place: str) -> Response:
    """Lead the browser to another page with GET."""
    return Response(status=303, headers={"Location": place, **_HEADERS})


def moment(text: str) -> str:
    """A time, in UTC or local, as people in Norway write it."""
    if not text:
        return "–"
    local = _local(text)
    return f"{weekday(local)} kl. {local:%H.%M}"


def weekday(value: date) -> str:
    """A date in words, such as `tirsdag 1. desember 2026`."""
    return f"{DAYS[value.weekday()]} {value.day}. {MONTHS[value.month - 1]} {value.year}"


def clock(text: str) -> str:
    """The hour and minute of a time."""
    return f"{_local(text):%H.%M}"


def born(text: str) -> str:
    """A date of birth, such as `01.03.2020`."""
    return date.fromisoformat(text).strftime("%d.%m.%Y")


def _local(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value.astimezone(OSLO) if value.tzinfo else value


def _origins(addresses: Iterable[str]) -> list[str]:
    """Of addresses that are whole, and that cannot end the directive they are written in."""
    found = (urlsplit(one) for one in addresses)
    origins = (f"{one.scheme}://{one.netloc}" for one in found if one.scheme in ("http", "https") and one.netloc)
    return sorted({one for one in origins if not set(one) & set(" ;,'\"")})


@lru_cache(maxsize=8)
def _environment(package: str) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, "pages"), PackageLoader("simulator.serving", "pages")]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(moment=moment, clock=clock, born=born)
    return environment
