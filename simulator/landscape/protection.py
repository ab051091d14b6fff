"""Signed and encrypted messages in a simulated world: who has which certificates, and what a journal does with them.

The certificates of a test area lie in one wallet, which the registry publishes from too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol, TypeVar

from simulator import certificates
from simulator.certificates import Certificates, Subject
from simulator.certificates.directory import Directory, Spares
from simulator.clock import Clock
from simulator.journal.hooks import Hook
from simulator.journal.journal import Journal
from simulator.journal.profile import Profile
from simulator.journal.unit import World
from simulator.landscape import protection_files
from simulator.landscape.parties import HELSENORGE
from simulator.landscape.registered import parties_of
from simulator.serving.service import Registered
from simulator.store.database import MEMORY, Database
from simulator.store.ownership import Ownership
from standards.cms import Protection
from wire.bus import BusClient
from wire.protected import Inward, Outward, ProtectedBus

CONTENT: Final = Protection.SIGNED_AND_ENCRYPTED
"""What everybody has agreed on."""
T = TypeVar("T")


class Wallets:
    """The certificates of each test area, by its name; with a data directory they come back after a restart.

    Raises `DirectoryTaken`, `StoreUnusable`.
    """

    def __init__(self, data_dir: Path | None, clock: Clock) -> None:
        self._directory = None if data_dir is None else data_dir / "certificates"
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: dict[str, tuple[Database, Certificates]] = {}
        self._ownership = None if self._directory is None else Ownership(self._directory)
        if self._directory is not None:
            self._directory.chmod(0o700)  # keys, if only of a test authority

    def of(self, area: str) -> Certificates:
        """Those of a test area; keys are made when somebody asks for them."""
        with self._lock:
            if area not in self._opened:
                path = MEMORY if self._directory is None else self._directory / f"{area}.sqlite"
                database = Database(path, certificates.SCHEMA)
                self._opened[area] = database, Certificates(database, self._clock.now, by_enterprise=True)
            return self._opened[area][1]

    def directory(self, area: str, profile: Profile) -> Directory:
        """The parties of a test area of a journal, with their certificates."""
        return Directory(self.of(area), _subjects(parties_of(profile)))

    def protecting(self, clients: Mapping[str, BusClient], area: str, journal: Journal) -> dict[str, BusClient]:
        """The clients of a journal's services, that sign, encrypt, open and judge; only Helsenorge is written to."""
        here = self.directory(area, journal.world.profile)
        return {
            her_id: ProtectedBus(
                client, PartyProtector(here, her_id, (HELSENORGE.her_id,), journal.clock.now, journal.erring)
            )
            for her_id, client in clients.items()
        }

    def helsenorge(self, client: BusClient, area: str, journal: Journal) -> BusClient:
        """The client of Helsenorge towards a journal."""
        here, services = self.directory(area, journal.world.profile), journal.world.services
        protector = PartyProtector(here, HELSENORGE.her_id, [one.her_id for one in services], journal.clock.now)
        return ProtectedBus(client, protector)

    def write(self, area: str, world: World, folder: Path) -> str:
        """Write what Helsenorge needs towards a journal in a folder, and give the table of the target file.

        Raises `OSError`.
        """
        here = self.directory(area, world.profile)
        return protection_files.write(here, HELSENORGE.her_id, [one.her_id for one in world.services], folder)

    def close(self) -> None:
        """Close them all, and let others have the directory."""
        with self._lock:
            for database, _ in self._opened.values():
                database.close()
            self._opened.clear()
            if self._ownership is not None:
                self._ownership.close()


class Erring(Protocol):
    """Where faults may put another value in the place of the right one."""

    def __call__(self, hook: Hook, value: T, about: object) -> T:
        """The value itself where none is on."""
        ...


class PartyProtector:
    """What one party knows of the others.

    Certificates that it has fetched it keeps until one does not fit; what is revoked it asks for each time.
    """

    def __init__(
        self,
        directory: Directory,
        her_id: str,
        counterparts: Iterable[str],
        now: Callable[[], datetime],
        erring: Erring = lambda hook, value, about: value,
    ) -> None:
        self._directory = directory
        self._her_id = her_id
        self._counterparts = frozenset(counterparts)
        self._erring = erring
        self.now = now
        self._lists = b""
        self._out: dict[str, Outward] = {}
        self._in: dict[str, Inward] = {}

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        """What is sent to a counterpart; other health actors are reached in another way, with protection of its own."""
        self._forget_if_revoked()
        found = None if anew else self._out.get(her_id)
        if found is None:
            found = self._out[her_id] = self._fetched_outward(her_id)
        if found.protection is Protection.PLAIN:
            return found
        return self._erring(Hook.PROTECTS, found, Spares(self._directory, self._her_id, her_id))

    def inward(self, her_id: str, *, anew: bool = False) -> Inward:
        """What comes; whoever it is from, it must be protected."""
        self._forget_if_revoked()
        found = None if anew else self._in.get(her_id)
        if found is None:
            found = self._fetched_inward(her_id)
            if self._directory.knows(her_id):
                self._in[her_id] = found
        return self._erring(Hook.OPENS, found, Spares(self._directory, self._her_id, her_id))

    def _forget_if_revoked(self) -> None:
        lists = self._directory.wallet.revocation_list()
        if lists != self._lists:
            self._lists = lists
            self._out.clear()
            self._in.clear()

    def _fetched_outward(self, her_id: str) -> Outward:
        here = self._directory
        if her_id not in self._counterparts:
            return Outward(Protection.PLAIN, here.trust())
        return Outward(CONTENT, here.trust(), here.signer(self._her_id), here.recipients(her_id))

    def _fetched_inward(self, her_id: str) -> Inward:
        here = self._directory
        registered = here.thumbprints(her_id) if here.knows(her_id) else None
        return Inward(CONTENT, here.trust(), here.identities(self._her_id), registered)


def _subjects(parties: Iterable[Registered]) -> dict[str, Subject]:
    return {
        one.party.her_id: Subject(one.party.level1.name, one.organisation_number)
        for one in parties
        if one.role != "other"
    }
