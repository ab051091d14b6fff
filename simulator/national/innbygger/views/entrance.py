"""The front page, log-in and log-out, whom one acts for, and the notices."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from flask import Blueprint, Response, g, request

from simulator.national.innbygger.acting import LOW_LEVEL, Acting, NotAllowed
from simulator.national.innbygger.answers import page
from simulator.national.innbygger.neighbours import Standing
from simulator.national.innbygger.rooms import Room, Rooms
from simulator.national.innbygger.signing_in import Login
from simulator.serving.paper import led_to
from simulator.serving.refusals import UnknownAddress

Base = Callable[[str], str]
_COOKIE, _BROWSER = "innbygger", "innbygger-forsok"
_OPEN: Final = frozenset({"entry.front", "entry.log_in", "entry.came_back"})
_LONGEST_NOTICE: Final = 300
_NOTHING: Final = "Ingenting er sendt. "
_LOOK: Final = "Se hvem du er logget inn som, og åpne siden på nytt."


class NotLoggedIn(NotAllowed):
    """Nobody is logged in in this browser."""

    status = 401


def front(rooms: Rooms, base: Base) -> Blueprint:
    """The page that lists the journals, and the way in to each."""
    start = Blueprint("start", __name__)

    @start.get("/")
    def listed() -> Response:
        return page("start.html.j2", journals=rooms.journals())

    @start.get("/journal/<product>")
    def enter(product: str) -> Response:
        return led_to(f"{base(rooms.enter(product, base).area)}/")

    @start.get("/journal/<product>/arbeidsbenk")
    def bench(product: str) -> Response:
        return led_to(rooms.enter(product, base).seat.workbench)

    return start


def blueprint(rooms: Rooms, base: Base) -> Blueprint:
    """The routes of an area; the other parts add theirs."""
    entry = Blueprint("entry", __name__, url_prefix="/w/<area>")

    @entry.before_request
    def known() -> None:
        args = request.view_args or {}
        g.room = rooms.get(str(args["area"]), base)
        g.login = g.room.sign_in.login(request.cookies.get(_COOKIE, ""))
        if request.endpoint in _OPEN:
            return
        if g.login is None:
            raise NotLoggedIn("Du er ikke logget inn.", fix=f"{_NOTHING if request.method == 'POST' else ''}Logg inn.")
        if request.method == "POST" and not hmac.compare_digest(
            request.form.get("token", "").encode("utf-8", "replace"), g.login.token.encode()
        ):
            raise NotAllowed("Skjemaet hører til en annen innlogging.", fix=f"{_NOTHING}{_LOOK}")
        if g.login.notice and request.method == "GET":
            g.notice = g.login.notice
            g.room.sign_in.note(g.login, "")
        if "who" in args:
            g.acting = _acting(g.room, g.login, str(args["who"]))

    @entry.get("/")
    def front(area: str) -> Response:
        return led_to(f"/w/{area}/velg") if g.login is not None else page("front.html.j2")

    @entry.get("/logg-inn")
    def log_in(area: str) -> Response:
        if f"{request.host_url}w/{area}" != base(area):
            return led_to(f"{base(area)}/logg-inn")  # the name must be the one that the browser comes back to
        room: Room = g.room
        browser = secrets.token_urlsafe(24)
        room.beside.make_areas([room.sign_in.client()])
        answer = led_to(room.sign_in.begin(browser))
        answer.set_cookie(_BROWSER, browser, httponly=True, samesite="Lax", path=f"/w/{area}")
        return answer

    @entry.get("/retur")
    def came_back(area: str) -> Response:
        room: Room = g.room
        key = room.sign_in.finish(request.args, request.cookies.get(_BROWSER, ""))
        answer = led_to(f"/w/{area}/velg")
        answer.set_cookie(_COOKIE, key, httponly=True, samesite="Lax", path=f"/w/{area}")
        answer.delete_cookie(_BROWSER, path=f"/w/{area}")
        return answer

    @entry.post("/logg-ut")
    def log_out(area: str) -> Response:
        answer = led_to(g.room.sign_in.end(g.login))
        answer.delete_cookie(_COOKIE, path=f"/w/{area}")
        return answer

    @entry.get("/velg")
    def whom(area: str) -> Response:
        found = g.room.beside.acting(g.login.pid)
        standings = [Acting(g.room, g.login, one, 0) for one in found if one.patient_id]
        low = LOW_LEVEL if not g.login.high else ""
        return page("whom.html.j2", here="whom", me=_named(found), standings=standings, low=low)

    @entry.get("/varsler")
    def notices(area: str) -> Response:
        me, notices = _named(g.room.beside.acting(g.login.pid)), g.room.beside.notices(g.login.pid)
        return page("notices.html.j2", here="notices", me=me, notices=notices)

    return entry


def say(notice: str) -> None:
    """Let the next page tell what has been done."""
    login: Login = g.login
    g.room.sign_in.note(login, notice[:_LONGEST_NOTICE])


def _named(standings: Sequence[Standing]) -> str:
    """What the one who is logged in is called."""
    return next((one.actor_name for one in standings), "")


def _acting(room: Room, login: Login, who: str) -> Acting:
    """Raises `UnknownAddress` for somebody one has no tie to: not even that they exist is told."""
    for one in room.beside.acting(login.pid):
        if one.patient_id == who and one.patient:
            return Acting(room, login, one, room.beside.age(one.patient))
    raise UnknownAddress("Siden finnes ikke.", fix="Velg hvem du handler for.")
