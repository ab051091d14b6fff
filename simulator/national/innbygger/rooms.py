"""A test area of the citizen's side with everything it talks to: the bus, the journal and the services beside."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from simulator.national.innbygger.link import Link
from simulator.national.innbygger.neighbours import Neighbours
from simulator.national.innbygger.portal import Portal
from simulator.national.innbygger.receiving import Desk
from simulator.national.innbygger.signing_in import SignIn
from simulator.national.innbygger.writing import Writer
from simulator.serving.areas import Areas
from simulator.serving.refusals import UnknownAddress
from simulator.serving.service import JournalHere, Seat, Surroundings
from standards.schema import SchemaPack

_PRODUCT = "product"


@dataclass(frozen=True)
class Room:
    """One area that is open."""

    area: str
    name: str
    """What the journal is called."""
    seat: Seat
    portal: Portal
    link: Link
    beside: Neighbours
    sign_in: SignIn
    writer: Writer


class Rooms:
    """Opens an area for a journal when somebody asks for it, and again after a restart. Thread-safe."""

    def __init__(self, areas: Areas[Portal], surroundings: Surroundings) -> None:
        self._areas = areas
        self._told = surroundings
        self._lock = threading.Lock()
        self._open: dict[str, Room] = {}
        self._pack = SchemaPack.own()

    def journals(self) -> tuple[JournalHere, ...]:
        """The journals that run."""
        return self._told.journals()

    def enter(self, product: str, base: Callable[[str], str]) -> Room:
        """The room of a journal, made if it is new; `base` gives our address in an area. Raises `UnknownAddress`."""
        journal = next((one for one in self.journals() if one.product == product), None)
        if journal is None:
            raise UnknownAddress(
                "Ingen slik journal kjører.",
                expected=", ".join(one.product for one in self.journals()) or "en journal som kjører",
                found=product[:80],
                fix="Velg en av dem på forsiden.",
            )
        with self._lock:
            seat = journal.open()
            if seat.area not in self._open:
                self._areas.make(seat.area, lambda portal: portal.set(_PRODUCT, product))
                self._open[seat.area] = self._room(journal, seat, base(seat.area))
            return self._open[seat.area]

    def get(self, area: str, base: Callable[[str], str]) -> Room:
        """The room of an area that somebody has opened, also before a restart; raises `UnknownArea`."""
        return self._open.get(area) or self.enter(self._areas.get(area).setting(_PRODUCT), base)

    def _room(self, journal: JournalHere, seat: Seat, base: str) -> Room:
        portal = self._areas.get(seat.area)
        beside = Neighbours(seat.area, self._told.address)
        issuer = f"{self._told.address('idporten', seat.area)}/idporten"
        her_id = seat.helsenorge.her_id
        desk = Desk(portal, seat, beside.is_active, self._pack)
        link = Link(portal, desk, seat.connect(), her_id, beside.tell)
        sign_in = SignIn(portal, issuer, f"{base}/retur", f"{base}/")
        beside.make_areas([sign_in.client()])
        link.start()
        portal.before_close = link.stop
        writer = Writer(seat, portal.now, lambda: str(uuid.uuid4()))
        return Room(seat.area, journal.name, seat, portal, link, beside, sign_in, writer)
