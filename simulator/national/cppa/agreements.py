"""One test area: profiles made when asked for, and agreements kept until one of the two profiles changes."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final, TypeVar

from simulator import certificates
from simulator.certificates import Certificates
from simulator.clock import Clock, iso
from simulator.national.cppa.faults import CATALOGUE
from simulator.national.cppa.known import Find, Known
from simulator.national.cppa.making import Setup, agreement_id, profile_of, renamed
from simulator.national.cppa.refusals import no_agreement, no_profile
from simulator.serving import area
from simulator.serving.area import Area
from simulator.serving.faults import Switches
from simulator.store.database import Database
from standards.cppa import Agreement, Profile, intersect

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS setup (her_id TEXT PRIMARY KEY, setup TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS agreement (
  id TEXT PRIMARY KEY, low TEXT NOT NULL, high TEXT NOT NULL, start TEXT NOT NULL) STRICT;
{certificates.SCHEMA}
{area.SCHEMA}
"""
LASTS: Final = timedelta(days=3 * 365)
_MOST_KEPT: Final = 500
_Pair = tuple[str, str]
_Made = tuple[Profile, Profile, Agreement, bytes]
"""An agreement with the profiles it came of, and as it is written."""
T = TypeVar("T", Profile, Agreement)


class Agreements(Area):
    """What the registry knows in an area; who the parties are it asks of `find`, each time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.faults = Switches(CATALOGUE)
        self.certificates = Certificates(database, self.now)
        self.find: Find = lambda her_id: None
        self._lock = threading.Lock()
        self._profiles: dict[str, tuple[Known, Setup, Profile | None]] = {}
        self._agreements: dict[_Pair, _Made] = {}

    def reset(self) -> None:
        """Every profile as the world has it, no agreement made, and the clock right."""
        self.faults.turn_off()
        self.certificates.forget()
        with self._lock, self._database.transaction() as connection:
            connection.execute("DELETE FROM setup")
            connection.execute("DELETE FROM agreement")
            self._profiles.clear()
            self._agreements.clear()
        self.shift_clock(timedelta())

    def close(self) -> None:
        """Let nobody linger, then close the database."""
        self.faults.stop()
        super().close()

    def count(self) -> int:
        """How many agreements have been asked for."""
        return len(self._database.read("SELECT id FROM agreement"))

    def setup(self, her_id: str) -> Setup:
        """How its profile is set up."""
        row = self._database.read_one("SELECT setup FROM setup WHERE her_id = ?", (her_id,))
        return Setup() if row is None else Setup.from_json(row["setup"])

    def set_up(self, her_id: str, stored: str) -> None:
        """Set it up otherwise, as JSON; raises `NothingFound` for nobody."""
        if self.find(her_id) is None:
            raise no_profile(her_id)
        with self._database.transaction() as connection:
            connection.execute("REPLACE INTO setup VALUES (?, ?)", (her_id, stored))

    def profile(self, her_id: str) -> bytes:
        """The profile as it is given out, in XML; raises `NothingFound`, `RegistryUnreachable`."""
        if self.faults.take("no_profile"):
            raise no_profile(her_id)
        return self._spelled(self._profile(her_id)).to_xml()

    def between(self, one: str, other: str) -> bytes:
        """The agreement of two parties in XML, the same whoever asks; raises `NothingFound`, `RegistryUnreachable`."""
        if one == other:
            raise no_agreement(f"{one} to ganger")
        if self.faults.take("no_agreement"):
            raise no_agreement(f"{one} og {other}")
        low, high = sorted((one, other), key=lambda her_id: (len(her_id), her_id))
        _, _, agreement, raw = self._agreement((low, high))
        spelled = self._spelled(agreement)
        return raw if spelled is agreement else spelled.to_xml()

    def agreement(self, cpa_id: str) -> bytes:
        """One that has been given before; raises `NothingFound`, `RegistryUnreachable`."""
        row = self._database.read_one("SELECT low, high FROM agreement WHERE id = ?", (cpa_id.lower(),))
        if row is None:
            raise no_agreement(cpa_id)
        return self.between(row["low"], row["high"])

    def _profile(self, her_id: str) -> Profile:
        known = self.find(her_id)
        if known is None:
            raise no_profile(her_id)
        setup = self.setup(her_id)
        with self._lock:
            kept = self._profiles.get(her_id)
            if kept is None or kept[:2] != (known, setup):
                kept = self._profiles[her_id] = (known, setup, profile_of(known, setup))
        if kept[2] is None:
            raise no_profile(her_id, "en part uten prosesser, eller en som ikke er gyldig")
        return kept[2]

    def _agreement(self, pair: _Pair) -> _Made:
        kept = self._agreements.get(pair)
        if kept is not None and self.faults.take("old_agreement"):
            return kept
        low, high = (self._profile(her_id) for her_id in pair)
        if kept is not None and kept[0] is low and kept[1] is high:
            return kept
        start = self._start(pair)
        found = intersect(low, high, cpa_id=agreement_id(*pair), start=start, end=start + LASTS)
        if found.agreement is None:
            raise no_agreement(" ".join(reason.text for reason in found.reasons))
        made = (low, high, found.agreement, found.agreement.to_xml())
        self._remember(pair, made)
        return made

    def _start(self, pair: _Pair) -> datetime:
        row = self._database.read_one("SELECT start FROM agreement WHERE low = ? AND high = ?", pair)
        if row is not None:
            return datetime.fromisoformat(row["start"])
        return self.now().replace(hour=0, minute=0, second=0, microsecond=0)

    def _remember(self, pair: _Pair, made: _Made) -> None:
        agreement = made[2]
        kept = (agreement.id, *pair, iso(agreement.start))
        with self._lock, self._database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO agreement VALUES (?, ?, ?, ?)", kept)
            if len(self._agreements) >= _MOST_KEPT:
                self._agreements.clear()
            self._agreements[pair] = made

    def _spelled(self, document: T) -> T:
        if self.faults.take("wrong_process_spelling"):
            document = renamed(document, process=str.lower)
        if self.faults.take("action_case"):
            document = renamed(document, action=str.lower)
        return document
