"""The appointments of the samples, as each code tells of them (HITS 1217:2018, 2.8 and 3.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from standards.processes import EPJ, Step
from standards.samples.model import Cast
from standards.samples.staff import STAFF
from standards.samples.variants import CALLED_OFF
from standards.xcal import CalendarUser, Event, Recurrence, XCal

PRODID = {True: "-//EPJ testbenk//EPJ//NO", False: "-//EPJ testbenk//Helsenorge//NO"}
RESERVE = "RT"
HOME_CARE = "hjemmetjeneste"
ADDRESS = "ikke-svar@fjordvik.example"
_NO_TIME = frozenset({"06", "09", "34"})
"""Answers that say no: they tell of no time where the step leaves it open."""
_WISHES_IN_WORDS = frozenset({"OT"})


@dataclass(frozen=True)
class Appointment:
    """The one appointment of a thread; what cancels or changes it echoes its two ids."""

    uid: str
    related_to: str
    start: datetime

    @classmethod
    def made(cls, cast: Cast) -> Appointment:
        """At ten o'clock on a Tuesday a week ahead or more."""
        days = 7 + (1 - cast.now.weekday()) % 7
        day = cast.now.replace(tzinfo=None, hour=10, minute=0, second=0, microsecond=0) + timedelta(days=days)
        return cls(cast.new_id(), cast.new_id(), day)

    def moved(self) -> Appointment:
        """A week later at another hour, with the same ids."""
        return replace(self, start=self.start + timedelta(days=7, hours=3))


def has_calendar(step: Step) -> bool:
    """Whether the sample of a step carries a calendar; it does where that is open and the code tells of a time."""
    if step.calendar == "optional":
        return step.code not in _NO_TIME | _WISHES_IN_WORDS
    return step.calendar == "required"


def calendar(step: Step, cast: Cast, appointment: Appointment, variant: str = "") -> XCal:
    """The calendar of a step."""
    listed = _LISTS.get(step.code)
    if step.element == "Notat" and listed is not None:
        events = listed(cast, appointment)
    else:
        events = (_event(step, cast, appointment, variant),)
    return XCal(PRODID[step.sender is EPJ], events)


def _event(step: Step, cast: Cast, appointment: Appointment, variant: str) -> Event:
    if step.sender is not EPJ:
        echoed = _plain(cast, appointment)
        return replace(echoed, related_to=None) if step.code == RESERVE else echoed
    if RESERVE in step.answers_to:
        # Of the guide's two readings the newer: a new id for the appointment, related to the free time.
        appointment = replace(appointment, uid=appointment.related_to, related_to=appointment.uid)
    status = {"08": "CANCELLED", "MOA": "COMPLETED", "11": None}.get(step.code, "CONFIRMED")
    if variant == CALLED_OFF:
        return replace(_shown(cast, appointment), status="CANCELLED", cancellation_reason="Avlyst av tjeneste")
    here = appointment.moved() if step.code == "07" else appointment
    return replace(_shown(cast, here), status=status)


def _plain(cast: Cast, appointment: Appointment) -> Event:
    """The ids and the time, as Helsenorge echoes them."""
    end = appointment.start + timedelta(minutes=30)
    return Event(
        uid=appointment.uid,
        start=appointment.start.isoformat(),
        end=end.isoformat(),
        contact=cast.epj.her_id,
        related_to=appointment.related_to,
    )


def _shown(cast: Cast, appointment: Appointment) -> Event:
    """With what the citizen sees."""
    home = cast.service == HOME_CARE
    return replace(
        _plain(cast, appointment),
        summary="Hjelp til dusj" if home else "Kontroll hos helsesykepleier",
        description=None if home else "Ta med helsekortet. Søsken er velkomne.",
        location="Hjemmebesøk" if home else "Fjordvik helsestasjon, Bjørkeveien 3, rom 2",
    )


def _free(cast: Cast, appointment: Appointment) -> tuple[Event, ...]:
    """Three free times: one to book, one over video from a later day, and one to phone about."""
    first = replace(_shown(cast, appointment), status="TENTATIVE", related_to=None, description=None)
    opens = appointment.start.replace(hour=8) - timedelta(days=2)
    return (
        first,
        replace(
            _at(first, cast.new_id(), appointment.start + timedelta(hours=1)),
            categories=("Video",),
            available_at=opens.isoformat(),
        ),
        replace(_at(first, cast.new_id(), appointment.start + timedelta(hours=3)), categories=("MustCall",)),
    )


def _planned(cast: Cast, appointment: Appointment) -> tuple[Event, ...]:
    """A series planned within a window, a confirmed visit, and one that is called off (HITS 1217:2018, 3.4.4)."""
    unit = CalendarUser(f"mailto:{ADDRESS}", cast.epj.level1.name)
    home = replace(cast, service=HOME_CARE)
    visit = replace(_shown(home, appointment), related_to=None, description=None, organizer=unit)
    day, two_days = timedelta(days=1), timedelta(days=2)
    return (
        replace(
            visit,
            status="TENTATIVE",
            end=(appointment.start + timedelta(hours=2)).isoformat(),
            categories=("Tidsvindu", "TjenesteId:1"),
            expected_duration="PT30M",
            rule=Recurrence("WEEKLY", count=8, interval="1", by_day=("TU",)),
            excluded=((appointment.start + timedelta(days=14)).isoformat(),),
        ),
        replace(
            _at(visit, cast.new_id(), appointment.start - day),
            status="CONFIRMED",
            categories=("TjenesteId:1",),
            attendees=tuple(CalendarUser(f"mailto:{ADDRESS}", one.name) for one in STAFF[HOME_CARE]),
        ),
        replace(
            _at(visit, cast.new_id(), appointment.start - two_days),
            status="CANCELLED",
            categories=("TjenesteId:1",),
            cancellation_reason="Avlyst av tjeneste",
        ),
    )


def _at(event: Event, uid: str, start: datetime) -> Event:
    return replace(event, uid=uid, start=start.isoformat(), end=(start + timedelta(minutes=30)).isoformat())


_LISTS: dict[str, Callable[[Cast, Appointment], tuple[Event, ...]]] = {"03": _free, "01": _planned}
