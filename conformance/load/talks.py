"""What citizens do under load, one function for each errand; which of them a target can take."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from conformance.clock import Clock
from conformance.dialogs import process_of
from conformance.load.kinds import Timed
from conformance.load.persons import Errand
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.times import TimesWriter
from standards.processes import AVTALEAVBESTILLING, AVTALEUTSENDING, TEST, TIMEONSKE, TIMERESERVASJON

if TYPE_CHECKING:
    from conformance.targets.model import Target
    from standards.hodemelding import Hodemelding

QUESTIONS: Final = (
    "Når er neste time?",
    "Barnet har hatt feber siden i går. Kan vi komme likevel?",
    "Kan vi få en time en annen dag? Vi kan ikke på tirsdager.",
)
_AHEAD: Final = timedelta(days=14)
_PERIOD: Final = timedelta(days=28)
"""As long as Helsenorge asks for at a time (HITS 1217:2018, 3.4.2)."""


class Visit(Protocol):
    """One citizen at her screen."""

    errand: Errand
    rng: random.Random
    clock: Clock
    writer: TimesWriter

    def send(self, message: Hodemelding, waits_for: Collection[Timed]) -> None:
        """Send, and stay until everything that is waited for has come or its time is up."""
        ...

    def appointment(self) -> AppointmentRef | None:
        """An appointment that staff make now, once Helsenorge has it; None when it does not come."""
        ...


@dataclass(frozen=True)
class Talk:
    """One kind of errand; of `weight` in all are this one. `needs` says what a target lacks for it (bokmål)."""

    id: str
    name: str
    weight: int
    go: Callable[[Visit], None]
    needs: Callable[[Target], str]


def dialog(visit: Visit) -> None:
    """Writes to the service."""
    errand = visit.errand
    message = visit.writer.enquiry(errand.patient, text=visit.rng.choice(QUESTIONS), acting=errand.acting)
    visit.send(message, {Timed.RECEIPT})


def wish(visit: Visit) -> None:
    """Wishes for a time."""
    errand = visit.errand
    visit.send(visit.writer.wish(errand.patient, text="Helst tidlig på dagen.", acting=errand.acting), {Timed.RECEIPT})


def cancel(visit: Visit) -> None:
    """Cancels an appointment that she has just got."""
    appointment = visit.appointment()
    if appointment is not None:
        errand = visit.errand
        message = visit.writer.cancellation(
            appointment, errand.patient, reason="Vi er bortreist.", acting=errand.acting
        )
        visit.send(message, {Timed.RECEIPT})


def search(visit: Visit) -> None:
    """Looks for free times, and sits waiting for the answer."""
    first = (visit.clock.now() + _AHEAD).date()
    errand = visit.errand
    message = visit.writer.search(errand.patient, first, first + _PERIOD, acting=errand.acting)
    visit.send(message, {Timed.AT_ONCE})


def line_test(visit: Visit) -> None:
    """Helsenorge asks whether the line holds."""
    visit.send(visit.writer.line_test(), {Timed.AT_ONCE})


def _lacks(target: Target, *codes: str) -> str:
    missing = [code for code in codes if code not in target.processes]
    return f"testobjektet har ikke {' og '.join(missing)}" if missing else ""


def _to_cancel(target: Target) -> str:
    by_hand = (
        "" if target.staff.kind == "http" else "timene må settes opp av en adapter for ansatte ([staff] kind = http)"
    )
    return _lacks(target, AVTALEUTSENDING.code, AVTALEAVBESTILLING.code) or by_hand


def _to_search(target: Target) -> str:
    shut = (
        "testobjektet har ikke ledige timer (free_slots)" if target.settings.get("free_slots", "nei") == "nei" else ""
    )
    return _lacks(target, TIMERESERVASJON.code) or shut


TALKS: Final = (
    Talk("dialog", "skrive til tjenesten", 5, dialog, lambda target: _lacks(target, process_of(target).code)),
    Talk("wish", "ønske seg time", 2, wish, lambda target: _lacks(target, TIMEONSKE.code)),
    Talk("cancel", "avbestille en time", 2, cancel, _to_cancel),
    Talk("search", "søke etter ledige timer", 3, search, _to_search),
    Talk("line", "prøve forbindelsen", 1, line_test, lambda target: _lacks(target, TEST.code)),
)
"""Every errand there is."""


def talks_for(target: Target) -> Sequence[Talk]:
    """Those that a target can take."""
    return tuple(talk for talk in TALKS if not talk.needs(target))


def day_of(talks: Sequence[Talk], place: int, rng: random.Random) -> Iterator[Talk]:
    """One citizen's errands without end; the first goes by her place, so that some citizens do everything there is."""
    yield talks[place % len(talks)]
    weights = [talk.weight for talk in talks]
    while True:
        yield rng.choices(talks, weights)[0]


def left_out(target: Target) -> Sequence[str]:
    """What is not tried here, and why (bokmål)."""
    return tuple(f"{talk.name}: {lack}" for talk in TALKS if (lack := talk.needs(target)))
