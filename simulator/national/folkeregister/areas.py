"""The test areas of the register: each with the people of its seed and pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from simulator.clock import Clock
from simulator.national.folkeregister.register import SCHEMA, Register
from simulator.serving import reading
from simulator.serving.areas import Areas as AreasOf
from simulator.serving.refusals import faulty
from simulator.serving.service import Place
from simulator.store.database import Database


class Areas(AreasOf[Register]):
    """Makes, finds and closes areas; with a data directory they come back after a restart, however it stopped."""

    def __init__(
        self, data_dir: Path | None, clock: Clock, place: Callable[[str], Place], known: Iterable[str] = ()
    ) -> None:
        self._place = place

        def register(path: Path | str) -> Register:
            return Register(Database(path, SCHEMA), clock)

        super().__init__(None if data_dir is None else data_dir / "folkeregister", register, known)

    def make(self, area: str, prepare: Callable[[Register], object] = lambda _: None) -> bool:
        """Make the area if it is new, with the people of its place; whether it was new. Raises `FaultyRequest`."""

        def settle(found: Register) -> None:
            prepare(found)
            if not found.populated:
                place = self._place(area)
                found.populate(place.seed, place.pack, date.fromisoformat(place.day) if place.day else None)

        return super().make(area, settle)

    def ensure(self, area: str, given: Mapping[str, Any]) -> bool:
        """Make the area; with another `seed` or `pack` than it has it begins again with other people.

        Raises `FaultyRequest`.
        """
        seed, pack = given.get("seed"), reading.text(given, "pack")
        if seed is not None and type(seed) is not int:
            raise faulty("seed som et helt tall", ascii(seed)[:40])

        def people(found: Register) -> None:
            place = self._place(area)
            has = (found.seed, found.pack) if found.populated else (place.seed, place.pack)
            wanted = (has[0] if seed is None else seed, pack or has[1])
            if not found.populated or wanted != has:
                found.populate(*wanted)

        return self.make(area, people)
