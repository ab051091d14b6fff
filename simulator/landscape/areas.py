"""The test areas of one journal server: each a journal of its own on the bus, with its people and secrets."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.clients.appointments import AppointmentClient, AppointmentLink
from simulator.clients.buscontrol import ensure_appointments
from simulator.clients.buslink import BusLink
from simulator.clients.mshlink import BothWays, LateMsh
from simulator.clients.pushing import JournalPushes
from simulator.clock import Clock, ShiftableClock
from simulator.faults.switchboard import Switchboard
from simulator.journal import clockwork
from simulator.journal.area import UnknownArea
from simulator.journal.journal import SCHEMA, Journal
from simulator.journal.profile import Profile
from simulator.journal.refusals import FaultyParams
from simulator.journal.unit import World
from simulator.landscape import config as configs
from simulator.landscape import packs, target_file
from simulator.landscape.area import JournalArea
from simulator.landscape.beside import NOTHING, Beside
from simulator.landscape.buses import Bus, over
from simulator.landscape.config import AreaConfig
from simulator.landscape.inhabitants import patients, people
from simulator.landscape.parties import HELSENORGE, services
from simulator.landscape.stopping import at_once
from simulator.landscape.target_file import Side
from simulator.store.database import MEMORY, Database
from simulator.store.ownership import Ownership
from simulator.store.snapshots import Snapshots
from standards.schema import SchemaPack
from wire.bus import BusClient

if TYPE_CHECKING:
    from simulator.landscape.protection import Wallets

Reach = Callable[[str, World], Mapping[str, BusClient]]
"""Clients of Meldingstjener for a test area, one for each service of the journal; raises `Problem`."""
_NO_KEYS = """\
# Meldingene er signert og kryptert, og nøklene skrives bare til disk: bruk testobjektfilen som «epj simulate» skrev.
"""
_AREA_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class JournalAreas:
    """Makes, finds and closes areas. With a data directory they come back after a restart, however it stopped.

    Raises `DirectoryTaken`, `StoreUnusable`, `ConfigUnreadable`, `BusUnreachable`, `BusRefused`.
    """

    def __init__(
        self,
        profile: Profile,
        bus: str | Bus,
        data_dir: Path | None,
        clock: Clock,
        *,
        timeavtaler_url: str = "",
        reach: Reach | None = None,
        wallets: Wallets | None = None,
    ) -> None:
        """`bus` may be the address of one over HTTP; `reach` gives an area its clients of Meldingstjener, if any.

        With `wallets` messages are signed and encrypted by what is in them.
        """
        self.profile = profile
        self._bus = over(bus)
        self._timeavtaler_url = timeavtaler_url
        self._reach = reach
        self._wallets = wallets
        self._directory = None if data_dir is None else data_dir / profile.product
        self._clock = clock
        self._pack = SchemaPack.own()
        self._lock = threading.Lock()
        self._areas: dict[str, JournalArea] = {}
        self._receivers: dict[str, str] = {}
        self._ownership = None if self._directory is None else Ownership(self._directory)
        try:
            for area in self._stored():
                self.ensure(area, 0)
        except BaseException:
            self.close()
            raise

    def ensure(self, area: str, seed: int, pack: str = packs.USUAL) -> bool:
        """Make the area with its people unless it is there; tells whether it was new. Raises `FaultyParams`."""
        if not _AREA_ID.fullmatch(area):
            raise FaultyParams(
                "Id-en til testområdet kan ikke brukes.",
                expected="1 til 63 tegn: små bokstaver a–z, sifre, strek og understrek",
                found=area[:80],
                fix="Velg en annen id.",
            )
        with self._lock:
            if area in self._areas:
                return False
            self._areas[area] = self._open(self._configured(area, seed, pack))
        return True

    def find(self, area: str) -> JournalArea:
        """The area; raises `UnknownArea`."""
        found = self._areas.get(area)
        if found is None:
            raise UnknownArea(
                f"Testområdet «{area[:80]}» finnes ikke her.",
                expected=", ".join(self.ids()) or "et testområde som er opprettet",
                found=area[:80],
                fix="Rett adressen, eller opprett testområdet.",
            )
        return found

    def ids(self) -> list[str]:
        """The ids of all areas."""
        return sorted(self._areas)

    def reset(self, area: str, seed: int | None = None, pack: str | None = None) -> None:
        """Forget everything in the journal; with another seed or seed pack it gets other people.

        Raises `UnknownArea`, `FaultyParams`.
        """
        found = self.find(area)
        if seed is not None or pack is not None:
            chosen = {"seed": found.config.seed if seed is None else seed, "pack": pack or found.config.pack}
            day = self._clock.now().date().isoformat()
            config = AreaConfig(**{**vars(found.config), **chosen, "day": day})
            people(config)
            found.config = config
            self._save(config)
        config = found.config
        found.begin_again(lambda: patients(people(config)), f"{config} {self._clock.now().date()}")

    def save(self, area: str, name: str) -> bool:
        """Take a snapshot of the journal; whether the name is new. Raises `UnknownArea`, `SnapshotRefused`."""
        return self.find(area).snapshots.save(name)

    def restore(self, area: str, name: str) -> None:
        """Make the journal what it was, its clock and its faults too; raises `UnknownArea`, `UnknownSnapshot`."""
        found = self.find(area)
        found.snapshots.restore(name)
        found.wake()

    def snapshots(self, area: str) -> Snapshots:
        """The snapshots of an area; raises `UnknownArea`."""
        return self.find(area).snapshots

    def packs(self) -> dict[str, str]:
        """The seed packs: name and what is in it."""
        return packs.packs()

    def now(self) -> datetime:
        """By the machine's clock, whatever those of the areas say."""
        return self._clock.now()

    def target(
        self,
        area: str,
        server_url: str,
        nearby: Beside = NOTHING,
        key_file: str = "",
        *,
        side: Side | None = None,
        keys: Path | None = None,
    ) -> str:
        """The target file of an area, with the national services beside it; we play Helsenorge, or another `side`.

        Where messages are signed and encrypted, what Helsenorge needs for it is written in the folder `keys`.
        """
        found = self.find(area)
        text = target_file.text(
            self.profile,
            found.config,
            side=side or Side.helsenorge(self.profile, found.config, found.bus_address, self._bus.kind),
            staff_address=f"{server_url.rstrip('/')}/w/{area}/staff",
            people=people(found.config),
            nearby=self._with_receiver(area, nearby),
            key_file=key_file,
        )
        if self._wallets is None or side is not None:
            return text
        table = _NO_KEYS if keys is None else self._wallets.write(area, found.journal.world, keys)
        return f"{text}\n{table}"

    def helsenorge(self, area: str) -> BusClient:
        """Helsenorge's access to the bus of an area, for who plays it here; raises `UnknownArea`."""
        found = self.find(area)
        client = self._bus.client(area, HELSENORGE.her_id, found.config.helsenorge_password)
        return client if self._wallets is None else self._wallets.helsenorge(client, area, found.journal)

    def _with_receiver(self, area: str, nearby: Beside) -> Beside:
        """Where the appointments of the area are put is read by the harness too."""
        address = self._receivers.get(area)
        return replace(nearby, addresses={**nearby.addresses, "timenotifikasjon": address}) if address else nearby

    def describe(self, area: str) -> dict[str, Any]:
        """What the control API tells of an area."""
        found = self.find(area)
        return {
            "area": area,
            "path": f"/w/{area}/staff",
            "seed": found.config.seed,
            "pack": found.config.pack,
            "bus": found.bus_address,
            "ready": not found.trouble,
            "trouble": found.trouble,
        }

    def close(self) -> None:
        """Close all areas and let others have the directory."""
        with self._lock:
            at_once(area.close for area in self._areas.values())
            self._areas.clear()
            if self._ownership is not None:
                self._ownership.close()

    def _stored(self) -> list[str]:
        return [] if self._directory is None else sorted(path.stem for path in self._directory.glob("*.json"))

    def _configured(self, area: str, seed: int, pack: str) -> AreaConfig:
        if self._directory is not None and (path := self._directory / f"{area}.json").exists():
            return configs.load(path)
        config = AreaConfig.new(area, seed)
        if pack != packs.USUAL:
            config = replace(config, pack=pack, day=self._clock.now().date().isoformat())
        self._save(config)
        return config

    def _save(self, config: AreaConfig) -> None:
        if self._directory is not None:
            configs.save(self._directory / f"{config.area}.json", config)

    def _open(self, config: AreaConfig) -> JournalArea:
        world = World(self.profile, services(self.profile), HELSENORGE, actors=self._reach is not None)
        own = {service.her_id: config.own_password for service in world.services}
        passwords = {**own, HELSENORGE.her_id: config.helsenorge_password}

        def admit() -> None:
            self._bus.admit(config.area, passwords)

        admit()
        path = MEMORY if self._directory is None else self._directory / f"{config.area}.sqlite"
        database, clock = Database(path, SCHEMA), ShiftableClock(self._clock)
        journal = Journal(database, clock, world, self._pack, faults=Switchboard())
        clockwork.resume(journal)
        journal.register(patients(people(config)))
        clients: dict[str, BusClient] = {
            her_id: self._bus.client(config.area, her_id, password) for her_id, password in own.items()
        }
        actors = None if self._reach is None else LateMsh(journal, partial(self._reach, config.area, world))
        if actors is not None:
            clients = {one: BothWays(bus, actors.way(one), HELSENORGE.her_id) for one, bus in clients.items()}
        if self._wallets is not None:
            clients = self._wallets.protecting(clients, config.area, journal)
        appointments = self._pushing(journal, config.area)
        link = BusLink(journal, clients, admit=admit)
        link.start()
        folder = None if self._directory is None else self._directory / f"{config.area}.snapshots"
        return JournalArea(
            journal,
            link,
            config,
            self._bus.address(config.area, HELSENORGE.her_id),
            database=database,
            snapshots=folder,
            appointments=appointments,
            actors=actors,
        )

    def _pushing(self, journal: Journal, area: str) -> AppointmentLink | None:
        """Sends appointments over REST, for a product that does and where there is somebody to send to."""
        if self.profile.push != "fhir" or not self._timeavtaler_url:
            return None
        address = self._receivers[area] = ensure_appointments(self._timeavtaler_url, area)
        link = AppointmentLink(JournalPushes(journal), AppointmentClient(address))
        link.start()
        return link
