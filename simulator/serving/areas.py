"""The test areas of one server: each with its own database, clock and whatever else its service keeps."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar

from simulator.serving.area import Area
from simulator.serving.refusals import FaultyRequest, UnknownArea
from simulator.store.database import MEMORY
from simulator.store.ownership import Ownership

_AREA_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
T = TypeVar("T", bound=Area)


class Areas(Generic[T]):
    """Makes, finds and closes areas; with a directory they come back after a restart, however it stopped.

    `open_area` opens the database at a path and makes the area of it. The `known` areas are there from the start, and
    are opened when somebody first asks for them. Raises `DirectoryTaken` when another process has the directory,
    `StoreUnusable` when a file cannot be opened.
    """

    def __init__(self, directory: Path | None, open_area: Callable[[Path | str], T], known: Iterable[str] = ()) -> None:
        self._directory = directory
        self._open_area = open_area
        self._known = frozenset(known)
        self._lock = threading.Lock()
        self._ownership = None if directory is None else Ownership(directory)
        self._areas: dict[str, T] = {}
        try:
            for area in self._stored():
                self._areas[area] = self._open(area)
        except BaseException:
            self.close()
            raise

    def make(self, area: str, prepare: Callable[[T], object] = lambda _: None) -> bool:
        """Make the area if it is new, and prepare it, new or not; whether it was new. Raises `FaultyRequest`.

        When a new one cannot be prepared, nothing is left of it.
        """
        if not _AREA_ID.fullmatch(area):
            raise FaultyRequest(
                "Id-en til testområdet kan ikke brukes.",
                expected="1 til 63 tegn: små bokstaver a–z, sifre, strek og understrek, med bokstav eller siffer først",
                found=ascii(area)[:80],
                fix="Velg en annen id.",
            )
        with self._lock:
            is_new = area not in self._areas
            found = self._open(area) if is_new else self._areas[area]
            try:
                prepare(found)
            except BaseException:
                if is_new:
                    found.close()
                    self._remove(area)
                raise
            self._areas[area] = found
        return is_new

    def get(self, area: str) -> T:
        """The area; raises `UnknownArea`."""
        found = self._areas.get(area)
        if found is None and area in self._known:
            self.make(area)
            found = self._areas[area]
        if found is None:
            near = get_close_matches(area, self.ids(), n=3)
            raise UnknownArea(
                f"Testområdet «{area[:80]}» finnes ikke.",
                expected=", ".join(near) or "et testområde som er opprettet",
                found=area[:80],
                fix="Opprett det med POST /_sim/areas, eller rett adressen.",
            )
        return found

    def ids(self) -> list[str]:
        """The ids of all areas, sorted."""
        return sorted(self._known.union(self._areas))

    def close(self) -> None:
        """Close every area: waiting readers go home, databases close, the directory is free for others."""
        with self._lock:
            self._known = frozenset()
            for found in self._areas.values():
                found.close()
            if self._ownership is not None:
                self._ownership.close()

    def _stored(self) -> list[str]:
        if self._directory is None:
            return []
        return sorted(file.stem for file in self._directory.glob("*.sqlite") if _AREA_ID.fullmatch(file.stem))

    def _open(self, area: str) -> T:
        return self._open_area(MEMORY if self._directory is None else self._directory / f"{area}.sqlite")

    def _remove(self, area: str) -> None:
        if self._directory is not None:
            (self._directory / f"{area}.sqlite").unlink(missing_ok=True)
