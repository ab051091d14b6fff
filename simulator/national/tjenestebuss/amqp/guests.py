"""Who may come in, and to which test area."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from simulator.national.tjenestebuss.amqp.rooms import Room
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.refusals import WrongPassword
from simulator.serving.refusals import UnknownArea

_VHOST: Final = "vhost:"


class Doors:
    """The test areas that somebody has come into."""

    def __init__(self, areas: Areas, wake: Callable[[], None], monotonic: Callable[[], float]) -> None:
        self._areas = areas
        self._wake = wake
        self._monotonic = monotonic
        self._rooms: dict[str, Room] = {}

    @property
    def rooms(self) -> Collection[Room]:
        """All of them."""
        return self._rooms.values()

    def known(self, her_id: str, password: str) -> list[str]:
        """The areas where the pair may enter."""
        return [area for area in self._areas.ids() if self._is_right(area, her_id, password)]

    def enter(self, guest: Guest, hostname: str) -> Room:
        """The area that `hostname` names, or the only one where the pair is known; raises `Refusal`."""
        area = hostname.removeprefix(_VHOST) if hostname.startswith(_VHOST) else ""
        known = self.known(guest.her_id, guest.password)
        if area:
            self._areas.get(area)
            if area not in known:
                raise _wrong(area, guest.her_id)
        elif len(known) == 1:
            area = known[0]
        else:
            raise _which(known)
        broker = self._areas.get(area)
        if area not in self._rooms:
            self._rooms[area] = Room(broker, self._wake, self._monotonic)
        return self._rooms[area]

    def _is_right(self, area: str, her_id: str, password: str) -> bool:
        try:
            self._areas.get(area).parties.authenticate(her_id, password)
        except (WrongPassword, UnknownArea):
            return False
        return True


@dataclass(frozen=True)
class Guest:
    """Who has logged in."""

    her_id: str
    password: str = field(repr=False)
    doors: Doors = field(repr=False)

    def room(self, hostname: str) -> Room:
        """The area that is asked for; raises `Refusal`."""
        return self.doors.enter(self, hostname)


def _wrong(area: str, her_id: str) -> WrongPassword:
    return WrongPassword(
        f"HER-id-en har et annet passord i testområdet «{area}», eller er ikke der.",
        expected="HER-id og passord som hører til testområdet",
        found=f"HER-id «{her_id}»",
        fix="Bruk passordet fra testobjektfilen, eller rett ?vhost= i adressen.",
    )


def _which(known: list[str]) -> UnknownArea:
    return UnknownArea(
        "Flere testområder har denne HER-id-en med dette passordet.",
        expected="hvilket testområde det gjelder",
        found=", ".join(known),
        fix="Skriv ?vhost=TESTOMRÅDE til slutt i adressen.",
    )
