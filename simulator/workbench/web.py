"""The workbench over HTTP: the pages of every test area below /w/<area>/arbeidsbenk, and an index at the root."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol

from flask import Blueprint, Flask, Response, flash, g, request, session
from werkzeug.exceptions import HTTPException, NotFound

from simulator.journal.area import Area, UnknownArea
from simulator.journal.profile import Profile
from simulator.journal.refusals import Refused
from simulator.workbench import PATH, door, style
from simulator.workbench.pages import address, led_to, menu, render
from simulator.workbench.seat import Seat, seat
from simulator.workbench.views import appointments, dialogs, inbox, offers, patients, tasks, transport
from standards.errors import Problem

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SERVICE = "tjeneste"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_VIEWS = (inbox, appointments, dialogs, patients, offers, tasks, transport)


class Areas(Protocol):
    """The areas of the server."""

    @property
    def profile(self) -> Profile:
        """The product that is simulated."""
        ...

    def ids(self) -> list[str]:
        """All ids."""
        ...

    def find(self, area: str) -> Area:
        """The area, or `UnknownArea`."""
        ...


def install(app: Flask, areas: Areas, *, local: bool) -> None:
    """Put the workbench and the index on the app. `local` tells that only this machine can reach the server."""
    app.secret_key = secrets.token_bytes(32)
    app.config.update(SESSION_COOKIE_NAME=f"benk-{secrets.token_hex(4)}", SESSION_COOKIE_SAMESITE="Strict")
    bench = Blueprint("bench", __name__)
    _guard(bench, areas, local=local)
    _basics(bench)
    for view in _VIEWS:
        view.add(bench)
    _errors(app, bench)

    @bench.route("/<path:rest>", methods=["GET", "POST"])
    def unknown(area: str, rest: str) -> Response:
        raise NotFound

    app.register_blueprint(bench, url_prefix=f"/w/<area>/{PATH}")
    app.register_blueprint(_index(areas, local=local))


def _guard(bench: Blueprint, areas: Areas, *, local: bool) -> None:
    @bench.before_request
    def enter() -> Response | None:
        g.profile = areas.profile
        name = str((request.view_args or {})["area"])
        here = door.is_here(local=local)
        g.areas = areas.ids() if here else []
        area = areas.find(name)
        if not here and not door.is_open(name):
            return _unlock(name, area)
        g.seat = Seat(name, area, _chosen(area, name))
        return _foreign() if request.method not in _SAFE and request.endpoint != "bench.do" else None

    bench.after_request(_stamp)


def _unlock(name: str, area: Area) -> Response:
    """Ask for the secret, or try the one that was sent."""
    tried = request.endpoint == "bench.unlock"
    if tried and door.is_ours() and door.open_with(name, area.staff_secret):
        return led_to(address("inbox"))
    return render("locked.html.j2", status=401, tried=tried)


def _chosen(area: Area, name: str) -> str:
    """The service that staff have chosen to work at, if it is still there."""
    service = session.get(_SERVICE, {}).get(name, "")
    return service if service and area.journal.world.service(service) else ""


def _foreign() -> Response | None:
    """Refuse a form that is not from a page of ours, or from before the journal was started."""
    if door.is_ours():
        return None
    why = "Skjemaet er ikke fra denne arbeidsbenken, eller den er startet på nytt i mellomtiden. Ingenting er gjort."
    return _page(403, "Skjemaet kan ikke brukes", why, "Åpne siden på nytt, og send skjemaet derfra.")


def _basics(bench: Blueprint) -> None:
    @bench.post("/nokkel")
    def unlock(area: str) -> Response:
        return led_to(address("inbox"))  # whoever comes here is inside already

    @bench.post("/tjeneste")
    def choose(area: str) -> Response:
        here = seat()
        service = here.area.journal.world.service(request.form.get("tjeneste", ""))
        session[_SERVICE] = {**session.get(_SERVICE, {}), here.name: service.role if service else ""}
        flash(f"Du arbeider nå ved {service.name if service else 'alle enhetene'}.")
        return led_to(address("inbox"))


def _index(areas: Areas, *, local: bool) -> Blueprint:
    index = Blueprint("index", __name__)
    index.after_request(_stamp)

    @index.before_request
    def enter() -> None:
        g.profile = areas.profile

    @index.get("/")
    def front() -> Response:
        here = door.is_here(local=local)
        return render("index.html.j2", known=areas.ids() if here else [], here=here, place=PATH)

    @index.get("/stil.css")
    def sheet() -> Response:
        return Response(style.sheet(areas.profile.accent), mimetype="text/css")

    @index.get("/merke.svg")
    def mark() -> Response:
        return Response(style.mark(areas.profile.accent), mimetype="image/svg+xml")

    return index


def _stamp(response: Response) -> Response:
    response.headers.update({name: text for name, text in _HEADERS.items() if name not in response.headers})
    return response


def _errors(app: Flask, bench: Blueprint) -> None:
    bench.register_error_handler(UnknownArea, lambda error: _page(404, "Testområdet finnes ikke", error.problem))
    bench.register_error_handler(Refused, lambda error: _page(403, "Journalen sier nei", error.reason))
    bench.register_error_handler(
        Problem, lambda problem: _page(400, "Det lot seg ikke gjøre", problem.problem, problem.fix)
    )
    bench.register_error_handler(HTTPException, _http)

    @bench.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        app.logger.error("Unexpected error", exc_info=error)
        why = "Det er en feil i den simulerte journalen. Ingenting er halvveis lagret."
        return _page(500, "Feil i den simulerte journalen", why, "Meld feilen med loggen til simulatoren.")


def _http(error: HTTPException) -> Response:
    if error.code == 404:
        return _page(
            404, "Siden finnes ikke", f"Det er ingen side på adressen {request.path[:200]}.", "Velg en av sidene under."
        )
    if error.code == 413:
        return _page(413, "Skjemaet er for stort", "Det som ble sendt, er for stort.", "Skriv kortere.")
    return _page(error.code or 500, "Det lot seg ikke gjøre", f"{error.code} {error.name}")


def _page(status: int, title: str, text: str, fix: str = "") -> Response:
    pages = _pages()
    alike = _alike(request.path, pages) if status == 404 and hasattr(g, "seat") else []
    near = [(place, pages[place]) for place in [*alike, *(one for one in pages if one not in alike)]]
    nearest = near[0] if alike else None
    return render("error.html.j2", status=status, title=title, text=text, fix=fix, near=near, nearest=nearest)


def _alike(path: str, places: Iterable[str]) -> list[str]:
    """The places whose last part resembles that of the path, the nearest first."""
    by_name = {place.rstrip("/").rpartition("/")[2]: place for place in places}
    asked = path.rstrip("/").rpartition("/")[2].casefold()
    return [by_name[name] for name in get_close_matches(asked, by_name, n=3, cutoff=0.6)]


def _pages() -> dict[str, str]:
    """Address and name of the pages that one may go to from here."""
    if not hasattr(g, "seat"):
        return {f"/w/{area}/{PATH}/": f"Arbeidsbenken i testområdet {area}" for area in getattr(g, "areas", [])}
    return {address(name): title for name, title in menu(g.profile)}
