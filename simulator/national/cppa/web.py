"""The registry of profiles and agreements as a web app."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, request

from simulator.national.cppa import access, answers, changes
from simulator.national.cppa.agreements import Agreements
from simulator.national.cppa.areas import Registries
from simulator.national.cppa.faults import CATALOGUE
from simulator.national.cppa.refusals import NotAcceptable, no_agreement, no_profile
from simulator.serving import app, control, faults
from simulator.serving.service import Surroundings

MAX_BODY_BYTES: Final = 64 * 1024
NAME, TITLE = "cppa", "CPP/CPA-registeret"
_HER_ID: Final = re.compile(r"[1-9][0-9]{0,9}")
_MEDIA: Final = (answers.XML, "text/xml")


def build(surroundings: Surroundings) -> tuple[Flask, Registries]:
    """The app and its areas; call `areas.close()` when the server stops. Raises `DirectoryTaken`, `StoreUnusable`."""
    areas = Registries(surroundings)

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        return areas.make(area)

    check = access.by_helseid(surroundings)
    made = app.create_app(
        NAME,
        TITLE,
        [
            _service(areas, check, ""),
            _service(areas, check, "/v2"),
            changes.blueprint(areas),
            control.blueprint(NAME, areas, ensure, lambda found: {"agreements": found.count()}),
            faults.blueprint(areas, lambda found: found.faults, CATALOGUE),
        ],
        max_request_bytes=MAX_BODY_BYTES,
        shape=answers.shape,
        openapi=Path(__file__).with_name("openapi.json"),
    )
    return made, areas


def _service(areas: Registries, check: access.Check, prefix: str) -> Blueprint:
    """The three addresses, as a client without DPoP asks, or under /v2 with it."""
    service = Blueprint(f"service{prefix.replace('/', '_')}", __name__, url_prefix=f"/w/<area>{prefix}")

    def admitted(area: str) -> Agreements:
        found = areas.get(area)
        check(area, found, request)
        _require_xml()
        found.faults.linger("slow")
        return found

    @service.get("/Profiles/<her_id>")
    def profile(area: str, her_id: str) -> Response:
        found = admitted(area)
        if not _HER_ID.fullmatch(her_id):
            raise no_profile(ascii(her_id))
        return answers.document(found.profile(her_id))

    @service.get("/Agreements/<cpa_id>")
    def agreement(area: str, cpa_id: str) -> Response:
        return answers.document(admitted(area).agreement(cpa_id))

    @service.get("/Agreements/HerIds/<one>/<other>")
    def between(area: str, one: str, other: str) -> Response:
        found = admitted(area)
        if not _HER_ID.fullmatch(one) or not _HER_ID.fullmatch(other):
            raise no_agreement(ascii(f"{one} og {other}"))
        return answers.document(found.between(one, other))

    return service


def _require_xml() -> None:
    given = request.headers.get("Accept", "")
    if given and request.accept_mimetypes.best_match(_MEDIA) is None:
        raise NotAcceptable(
            "Profiler og avtaler gis bare som XML.",
            expected=f"Accept: {answers.XML}",
            found=given[:120],
            fix=f"Sett Accept til {answers.XML}.",
        )
