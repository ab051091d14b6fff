"""What control decides about citizens: consents, consent of parents, and how they are told."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from simulator.national.helsenorge.activity import AREAS, LEVELS
from simulator.national.helsenorge.areas import Areas
from simulator.national.helsenorge.happenings import LEVELS as NOTICE_LEVELS
from simulator.national.helsenorge.happenings import NORMAL, flag, number, one_of
from simulator.national.helsenorge.recipients import CHANNELS, Choice
from simulator.serving import reading


def citizens(areas: Areas) -> Blueprint:
    """The routes under /_sim/areas/<area>/innbyggere."""
    web = Blueprint("citizens", __name__, url_prefix="/_sim/areas/<area>/innbyggere")

    @web.get("/<ident>/samtykke")
    def consents(area: str, ident: str) -> Response:
        return jsonify(samtykker=areas.get(area).consents.levels(number(ident, "nummer")))

    @web.put("/<ident>/samtykke")
    def consent(area: str, ident: str) -> Response:
        given = reading.json_object(request)
        service_area, level = one_of(given, "omraade", tuple(AREAS)), one_of(given, "nivaa", LEVELS)
        areas.get(area).consents.set_level(number(ident, "nummer"), service_area, level)
        return Response(status=204)

    @web.put("/<ident>/foreldresamtykke")
    def parents(area: str, ident: str) -> Response:
        given = flag(reading.json_object(request), "gitt", usual=True)
        areas.get(area).consents.set_parental_consent(number(ident, "nummer"), given)
        return Response(status=204)

    @web.put("/<ident>/varsling")
    def choice(area: str, ident: str) -> Response:
        given = {"nivaa": NORMAL, "kanal": CHANNELS[0], **reading.json_object(request)}
        chosen = Choice(one_of(given, "nivaa", NOTICE_LEVELS), one_of(given, "kanal", CHANNELS))
        areas.get(area).notices.choose(number(ident, "nummer"), chosen)
        return Response(status=204)

    return web
