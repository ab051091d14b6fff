"""What people meet: the page where a tester chooses whom to log in as and with what, and the way out again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from typing import Final

from flask import Blueprint, Response, request

from simulator.national.idporten import asking, keys, methods
from simulator.national.idporten.answers import PAPER, back
from simulator.national.idporten.asking import Asked
from simulator.national.idporten.login import Login, Page
from simulator.national.idporten.people import Register
from simulator.national.idporten.refusals import AtClient, InvalidRequest, Stranger
from simulator.serving.areas import Areas
from simulator.serving.paper import OSLO, led_to

Issuer = Callable[[str], str]
_COOKIE: Final = "idporten"


def blueprint(areas: Areas[Login], people: Register, issuer: Issuer) -> Blueprint:
    """The routes."""
    pages = Blueprint("pages", __name__, url_prefix="/w/<area>/idporten")

    @pages.route("/authorize", methods=["GET", "POST"])
    def authorize(area: str) -> Response:
        login = areas.get(area)
        given = asking.single((request.form if request.method == "POST" else request.args).items(multi=True))
        try:
            asked = _asked(login, given)
        except AtClient as error:
            state = given.get("state", "")
            return back(
                given["redirect_uri"], error=error.told, error_description=error.problem, state=state, iss=issuer(area)
            )
        browser = request.cookies.get(_COOKIE) or secrets.token_urlsafe(24)
        answer = led_to(f"/w/{area}/idporten/logg-inn/{login.begin(asked, browser)}")
        answer.set_cookie(_COOKIE, browser, httponly=True, samesite="Lax", path=f"/w/{area}/idporten")
        return answer

    @pages.get("/logg-inn/<page>")
    def choose(area: str, page: str) -> Response:
        login = areas.get(area)
        return _choices(login, login.page(page, _browser()), people, area)

    @pages.post("/logg-inn/<page>")
    def chosen(area: str, page: str) -> Response:
        login = areas.get(area)
        at = login.page(page, _browser())
        if "avbryt" in request.form:
            login.give_up(at)
            return _back(at.asked, issuer(area), error="access_denied", error_description="Personen avbrøt.")
        method, pid = methods.find(request.form.get("metode", "")), request.form.get("person", "")
        wrong: dict[str, str] = {}
        if method is None or method.off:
            wrong["metode"] = "Velg en måte å logge inn på."
        elif not methods.enough(method.acr, at.asked.acr):
            wrong["metode"] = f"Tjenesten krever høyt nivå, og {method.name} gir bare betydelig."
        if pid not in {one.pid for one in people(area, _today(login))}:
            wrong["person"] = "Velg hvem du logger inn som."
        if method is None or wrong:
            return _choices(login, at, people, area, wrong=wrong, status=422)
        return _back(at.asked, issuer(area), code=login.finish(at, method, pid))

    @pages.route("/logout", methods=["GET", "POST"])
    def logout(area: str) -> Response:
        login = areas.get(area)
        given = asking.single((request.form if request.method == "POST" else request.args).items(multi=True))
        place, hint = given.get("post_logout_redirect_uri", ""), given.get("id_token_hint", "")
        client = login.log_out(keys.claims_of(login.key, hint)) if hint else None
        if not place:
            return PAPER.page("out.html.j2")
        if client is None or place not in client.post_logout_redirect_uris:
            raise Stranger("post_logout_redirect_uri krever id_token_hint, og må være registrert tegn for tegn.")
        return back(place, state=given.get("state", ""))

    return pages


def _asked(login: Login, given: dict[str, str]) -> Asked:
    """The request, pushed or in the address; raises `Stranger`, `InvalidRequest`, `AtClient`."""
    client = login.client(given.get("client_id", ""))
    if given.get("request_uri", "").startswith("urn:"):
        if client is None:
            raise Stranger("client_id er ikke en klient som er registrert i testområdet.")
        return login.take_pushed(given["request_uri"], client.client_id)
    client = asking.require_place(client, given)
    if client.pushes:
        raise AtClient("invalid_request", "Klienten må sende forespørselen til PAR først.")
    return asking.read(given)


def _choices(
    login: Login, page: Page, people: Register, area: str, *, wrong: dict[str, str] | None = None, status: int = 200
) -> Response:
    client = login.client(page.asked.client_id)
    if client is None:
        raise InvalidRequest("Klienten finnes ikke lenger.")
    return PAPER.page(
        "login.html.j2",
        status=status,
        leads_to=(page.asked.redirect_uri,),
        client=client,
        high=page.asked.acr == methods.HIGH,
        methods=methods.METHODS,
        enough=lambda method: methods.enough(method.acr, page.asked.acr),
        people=people(area, _today(login)),
        wrong=wrong or {},
        chosen=request.form,
    )


def _back(asked: Asked, issuer: str, **values: str) -> Response:
    return back(asked.redirect_uri, **values, state=asked.state, iss=issuer)


def _today(login: Login) -> date:
    return login.now().astimezone(OSLO).date()


def _browser() -> str:
    return request.cookies.get(_COOKIE, "")
