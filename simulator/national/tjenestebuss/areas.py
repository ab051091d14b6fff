"""The test areas of one bus server: each its own world with its own database, parties and clock."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.clock import Clock, ShiftableClock
from simulator.national.tjenestebuss.broker import SCHEMA, Broker, BusSettings
from simulator.national.tjenestebuss.refusals import FaultyRequest, UnknownArea
from simulator.store.database import MEMORY, Database
from simulator.store.ownership import Ownership

_AREA_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class Areas:
    """Makes, finds and closes areas; with a data directory they come back after a restart.

    Raises `DirectoryTaken` when another process has the directory, `StoreUnusable` when a file cannot be opened.
    """

    def __init__(
        self, data_dir: Path | None, clock: Clock, settings: BusSettings, monotonic: Callable[[], float]
    ) -> None:
        self._directory = None if data_dir is None else data_dir / "bus"
        self._clock = clock
        self._settings = settings
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ownership = None if self._directory is None else Ownership(self._directory)
        self._brokers = {area: self._open(area) for area in self._stored()}

    def ensure(self, area: str, passwords: Mapping[str, str]) -> bool:
        """Make the area if it is new and admit the parties; tells whether it was new. Raises `FaultyRequest`."""
        if not _AREA_ID.fullmatch(area):
            raise FaultyRequest(
                "Id-en til testområdet kan ikke brukes.",
                expected="1 til 63 tegn: små bokstaver a–z, sifre, strek og understrek, med bokstav eller siffer først",
                found=repr(area)[:80],
                fix="Velg en annen id.",
            )
        with self._lock:
            is_new = area not in self._brokers
            broker = self._open(area) if is_new else self._brokers[area]
            broker.parties.admit(passwords)
            self._brokers[area] = broker
        return is_new

    def get(self, area: str) -> Broker:
        """The bus of an area; raises `UnknownArea`."""
        broker = self._brokers.get(area)
        if broker is None:
            raise UnknownArea(
                f"Testområdet «{area}» finnes ikke.",
                expected="et testområde som er opprettet",
                found=area,
                fix="Opprett det med POST /_sim/areas, eller rett adressen.",
            )
        return broker

    def ids(self) -> list[str]:
        """The ids of all areas, sorted."""
        return sorted(self._brokers)

    def close(self) -> None:
        """Close every area: waiting readers go home, databases close, the directory is free for others."""
        with self._lock:
            for broker in self._brokers.values():
                broker.close()
            if self._ownership is not None:
                self._ownership.close()

    def _stored(self) -> list[str]:
        if self._directory is None:
            return []
        return sorted(file.stem for file in self._directory.glob("*.sqlite") if _AREA_ID.fullmatch(file.stem))

    def _open(self, area: str) -> Broker:
        path = MEMORY if self._directory is None else self._directory / f"{area}.sqlite"
        database = Database(path, SCHEMA, max_pages=self._settings.max_pages)
        return Broker(database, ShiftableClock(self._clock), self._settings, self._monotonic)
