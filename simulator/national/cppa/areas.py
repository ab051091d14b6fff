"""The test areas of one server, each with the address registry that stands beside it, or the world around it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simulator.national.cppa.agreements import SCHEMA, Agreements
from simulator.national.cppa.known import Known, of_the_world, over_http
from simulator.serving.areas import Areas
from simulator.serving.service import Surroundings
from simulator.store.database import MEMORY, Database


class Registries(Areas[Agreements]):
    """Makes, finds and closes them."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        directory = None if surroundings.data_dir is None else surroundings.data_dir / "cppa"
        super().__init__(directory, lambda path: self._agreements("", path), surroundings.known)

    def _open(self, area: str) -> Agreements:
        return self._agreements(area, MEMORY if self._directory is None else self._directory / f"{area}.sqlite")

    def _agreements(self, area: str, path: Path | str) -> Agreements:
        made = Agreements(Database(path, SCHEMA), self._surroundings.clock)
        asking = lru_cache(maxsize=4)(over_http)

        def find(her_id: str) -> Known | None:
            """Looked up each time: services know each other's addresses when all are started."""
            base = self._surroundings.address("adresseregister", area)
            asked = asking(base, area) if base else None
            shown = self._surroundings.certificates(area) or made.certificates
            return (asked or of_the_world(self._surroundings.place(area).parties, shown))(her_id)

        made.find = find
        return made
