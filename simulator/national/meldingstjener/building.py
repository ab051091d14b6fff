"""Puts the service together."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import Flask

from simulator.national.meldingstjener import faults, managing
from simulator.national.meldingstjener.access import Check, by_helseid, by_token
from simulator.national.meldingstjener.answers import shaped
from simulator.national.meldingstjener.desk import entrance
from simulator.national.meldingstjener.mailbox import SCHEMA, Mailbox
from simulator.national.meldingstjener.posting import Posting
from simulator.national.meldingstjener.registry import Owners, around
from simulator.national.meldingstjener.v3 import reading as reading_v3
from simulator.national.meldingstjener.v3 import web as web_v3
from simulator.national.meldingstjener.v3.answers import either
from simulator.national.meldingstjener.web import service
from simulator.serving import app, control
from simulator.serving import faults as switching
from simulator.serving.areas import Areas
from simulator.serving.service import Surroundings
from simulator.serving.tokens import Guards
from simulator.store.database import Database
from standards.schema import SchemaPack

NAME: Final = "meldingstjener"
MAX_BODY_BYTES: Final = 35 * 1024 * 1024
AUDIENCE: Final = "nhn:msh"
SCOPES: Final = ("nhn:msh/api",)


def new_uuid() -> str:
    """A new id, as the interface writes them."""
    return str(uuid.uuid4())


def build(
    surroundings: Surroundings,
    *,
    check: Check | None = None,
    owners: Owners | None = None,
    new_id: Callable[[], str] = new_uuid,
    max_body_bytes: int = MAX_BODY_BYTES,
) -> tuple[Flask, Areas[Mailbox]]:
    """The app and its areas; `check` says who calls, `owners` whose a HER-id is. Raises `DirectoryTaken`."""

    def opened(path: Path | str) -> Mailbox:
        return Mailbox(Database(path, SCHEMA), surroundings.clock, new_id)

    folder = surroundings.data_dir
    areas = Areas(None if folder is None else folder / NAME, opened, surroundings.known)
    asked = check or _usual(surroundings, areas), owners or around(surroundings)
    posting = Posting(SchemaPack.own(), new_id)
    made = app.create_app(
        NAME,
        "Norsk helsenett, Meldingstjener",
        [
            service(entrance(areas, *asked), posting),
            web_v3.service(entrance(areas, *asked, source=reading_v3.source), posting),
            control.blueprint(NAME, areas, managing.ensuring(areas), managing.described),
            managing.blueprint(areas),
            switching.blueprint(areas, lambda box: box.faults, faults.CATALOGUE),
        ],
        max_request_bytes=max_body_bytes,
        shape=either(shaped(new_id), new_id, surroundings.clock.now),
        openapi=Path(__file__).with_name("openapi.json"),
    )
    return made, areas


def _usual(surroundings: Surroundings, areas: Areas[Mailbox]) -> Check:
    guards = Guards(surroundings.address, audience=AUDIENCE, scopes=SCOPES)
    return by_helseid(guards, areas.get, by_token(lambda area: areas.get(area).token_digest))
