"""Puts the citizen's side together, with its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, request

from simulator.national.innbygger import answers
from simulator.national.innbygger.portal import Portal
from simulator.national.innbygger.rooms import Rooms
from simulator.national.innbygger.tables import SCHEMA
from simulator.national.innbygger.views import entrance, messages, times, wishes
from simulator.serving import control, paper, reading
from simulator.serving.app import create_app
from simulator.serving.areas import Areas
from simulator.serving.refusals import faulty
from simulator.serving.service import Surroundings
from simulator.store.database import Database

MAX_BODY_BYTES = 256 * 1024


def build(surroundings: Surroundings) -> tuple[Flask, Areas[Portal]]:
    """The app and its areas; raises `DirectoryTaken`, `StoreUnusable`."""
    folder = None if surroundings.data_dir is None else surroundings.data_dir / "innbygger"
    # The areas that are known from the start are those of the targets: their queues belong to the acceptance test.
    areas = Areas(folder, lambda path: Portal(Database(path, SCHEMA), surroundings.clock))
    rooms = Rooms(areas, surroundings)

    def base(area: str) -> str:
        return surroundings.address("innbygger", area) or f"{request.host_url}w/{area}"

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        """An area is always that of a journal, and its name is not ours to choose."""
        is_new = area not in areas.ids()
        product = reading.text(given, "product")
        offered = {one.product: one for one in rooms.journals()}
        if product not in offered or offered[product].open().area != area:
            raise faulty(f"product: {', '.join(offered) or 'en journal'}, og området journalen gir", area[:80])
        rooms.enter(product, base)
        return is_new

    entry = entrance.blueprint(rooms, base)
    for view in (times, messages, wishes):
        view.add(entry)
    app = create_app(
        "innbygger",
        "Helsenorge for innbyggeren",
        [entrance.front(rooms, base), entry, control.blueprint("innbygger", areas, ensure, _told)],
        max_request_bytes=MAX_BODY_BYTES,
        shape=answers.shape,
    )
    paper.assets(app)
    return app, areas


def _told(portal: Portal) -> dict[str, Any]:
    [counted] = portal.rows("SELECT count(*) AS messages, sum(direction = 'inn') AS received FROM message")
    waiting = portal.rows("SELECT count(*) AS n FROM outbox")[0]["n"]
    events = portal.rows("SELECT count(*) AS n FROM event")[0]["n"]
    return {"messages": counted["messages"], "received": counted["received"] or 0, "waiting": waiting + events}
