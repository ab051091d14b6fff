"""Other health actors beside the journals: how a journal reaches Meldingstjener, and where one plays a doctor's office.

A journal begins to look for messages when HelseID first gives a token for another organisation in its test area, or
when staff write to another actor; where nobody does, nothing is polled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.journal.unit import World
from simulator.landscape.beside import CLIENT, Beside
from simulator.landscape.config import write_private
from simulator.landscape.registered import SURGERY, TOWN_NUMBER
from simulator.landscape.target_file import Side
from standards.processes import BETWEEN_ACTORS
from wire.bus import BusClient, BusUnreachable

if TYPE_CHECKING:
    from simulator.landscape.world import RunningJournal

NEEDED: Final = ("helseid", "meldingstjener")
"""The services without which no journal reaches anybody."""
OFFICE: Final = "testklient-flere"
"""The client of HelseID that acts for whom it says, by the same key as that of the journal."""
ENDING: Final = ".helseaktoerer.toml"
"""Of the name of a target file."""
PAUSE_SECONDS: Final = 0.5
"""Between two looks for messages; about a minute is advised in real life (EDIDOC)."""


@dataclass(frozen=True)
class Actors:
    """The ways that journals of one landscape have to other health actors."""

    journals: Callable[[], Sequence[RunningJournal]]
    _beside: dict[str, Beside] = field(default_factory=dict)
    """Test area → what stands beside it."""

    def let_in(self, area: str, organisation: str) -> None:
        """Somebody got a token: the journal there begins to receive when it may be another actor."""
        journal = self._journal(area)
        if journal is None or area not in self._beside or organisation == TOWN_NUMBER:
            return
        if (actors := journal.areas.find(area).actors) is not None:
            actors.wake()

    def reach(self, area: str, world: World) -> Mapping[str, BusClient]:
        """A client for each service of a journal, all by the municipality's token; raises `BusUnreachable`."""
        from simulator.clients.msh import over_msh  # noqa: PLC0415  slow to load, and often not asked for
        from wire.mshaccess import of_secret  # noqa: PLC0415

        nearby, journal = self._beside.get(area), self._journal(area)
        if nearby is None or journal is None:
            raise BusUnreachable("Får ikke kontakt med Meldingstjener.", found="ingen Meldingstjener i testområdet")
        auth = of_secret(_secret(nearby, CLIENT), journal.areas.now)
        her_ids = [service.her_id for service in world.services]
        address, name = nearby.addresses["meldingstjener"], world.profile.name
        return over_msh(address, her_ids, name, auth=auth, pause_seconds=PAUSE_SECONDS)

    def write_target(self, journal: RunningJournal, directory: Path, nearby: Beside) -> Path | None:
        """Write where one plays the doctor's office, and its secret (0600); None where none can. Raises `OSError`."""
        address = nearby.addresses.get("meldingstjener", "")
        if not address or not nearby.key:
            return None
        self._beside[journal.area] = nearby
        path = directory / f"{journal.profile.product}{ENDING}"
        secret = path.with_suffix(".helseid.json")
        write_private(secret, _secret(nearby, OFFICE, organisation_number=SURGERY.organisation_number))
        write_private(path, journal.areas.target(journal.area, journal.url, side=_office(address, secret.name)))
        return path

    def _journal(self, area: str) -> RunningJournal | None:
        return next((one for one in self.journals() if one.area == area), None)


def _secret(nearby: Beside, client: str, **more: str) -> str:
    """A client of HelseID, as `wire.mshaccess` reads it."""
    return json.dumps({"issuer": nearby.issuer, "client_id": client, "key": json.loads(nearby.key), **more})


def _office(address: str, secret_file: str) -> Side:
    versions = {message.code: message.dialogs[0] for message in BETWEEN_ACTORS.values()}
    secret = f"{{ file = {json.dumps(secret_file)} }}"
    return Side("msh", address, SURGERY.party, secret, versions, "meldinger-mellom-helseaktorer")
