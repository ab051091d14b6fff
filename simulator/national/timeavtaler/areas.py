"""The test areas of one server: each with its own appointments, inbox, token and clock."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from simulator.clock import Clock, ShiftableClock
from simulator.national.timeavtaler.access import digest
from simulator.national.timeavtaler.appointments import SCHEMA, Appointments
from simulator.national.timeavtaler.refusals import FaultyRequest, UnknownAddress
from simulator.store.database import MEMORY, Database
from simulator.store.ownership import Ownership

_AREA_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
KEEP = 1000
"""How many calls an inbox holds."""


class Areas:
    """Makes, finds and closes areas; with a data directory they come back after a restart, however it stopped.

    Raises `DirectoryTaken` when another process has the directory, `StoreUnusable` when a file cannot be opened.
    """

    def __init__(
        self,
        data_dir: Path | None,
        clock: Clock,
        *,
        keep: int = KEEP,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory = None if data_dir is None else data_dir / "timeavtaler"
        self._clock = clock
        self._keep = keep
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ownership = None if self._directory is None else Ownership(self._directory)
        self._areas = {area: self._open(area) for area in self._stored()}

    def ensure(self, area: str, token: str = "") -> bool:
        """Make the area if it is new, ask for the token if one is given; whether it was new. Raises `FaultyRequest`."""
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
            if token:
                found.set_token_digest(digest(token))
            self._areas[area] = found
        return is_new

    def get(self, area: str) -> Appointments:
        """What Helsenorge knows in an area; raises `UnknownAddress`."""
        found = self._areas.get(area)
        if found is None:
            near = get_close_matches(area, self.ids(), n=3)
            raise UnknownAddress(
                f"Testområdet «{area[:80]}» finnes ikke.",
                expected=", ".join(near) or "et testområde som er opprettet",
                found=area[:80],
                fix="Opprett det med POST /_sim/areas, eller rett adressen.",
            )
        return found

    def token_digest(self, area: str) -> str:
        """What is kept of the token of an area; empty when it is open or not there."""
        found = self._areas.get(area)
        return "" if found is None else found.token_digest

    def ids(self) -> list[str]:
        """The ids of all areas, sorted."""
        return sorted(self._areas)

    def close(self) -> None:
        """Close every area: waiting readers go home, databases close, the directory is free for others."""
        with self._lock:
            for found in self._areas.values():
                found.close()
            if self._ownership is not None:
                self._ownership.close()

    def _stored(self) -> list[str]:
        if self._directory is None:
            return []
        return sorted(file.stem for file in self._directory.glob("*.sqlite") if _AREA_ID.fullmatch(file.stem))

    def _open(self, area: str) -> Appointments:
        path = MEMORY if self._directory is None else self._directory / f"{area}.sqlite"
        return Appointments(Database(path, SCHEMA), ShiftableClock(self._clock), self._keep, self._monotonic)
