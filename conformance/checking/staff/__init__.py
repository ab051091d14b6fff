"""The staff adapter held against docs/contract.md, part 2, by itself: one light for each clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from conformance.checking.light import Light, Who, red
from conformance.checking.looks import looks
from conformance.checking.reach import reach
from conformance.checking.round import look_around
from conformance.checking.staff import access, answers, demands, same_key, settling
from conformance.checking.staff.desk import Desk, Silent
from conformance.clock import Clock
from conformance.targets.interlock import refusals
from conformance.targets.model import Target
from conformance.writing.helsenorge import OSLO


@dataclass(frozen=True)
class Clause:
    """One part of the contract: what it is called, and how an adapter is held to it."""

    title: str
    hold: Callable[[Desk], Iterable[Light]]


CLAUSES: Final = (
    Clause("Hemmelighet", access.hold),
    Clause("Ukjent oppdrag", demands.unknown_intent),
    Clause("Svar på å lese", answers.reading),
    Clause("Svar på å gjøre", answers.doing),
    Clause("Feil i parametre", demands.faulty_params),
    Clause("Nøkkel må til", demands.key_needed),
    Clause("Samme nøkkel", same_key.hold),
    Clause("Alt er behandlet", settling.hold),
)
"""In this order: what is offered is learned on the way."""


def hold_to_contract(target: Target, clock: Clock) -> tuple[Light, ...]:
    """One light a clause, or one for each breach of it; an adapter that cannot be reached gives one in all.

    Nothing is sent to what may be production, or about who may be alive.
    """
    if refusals(target, clock.now().astimezone(OSLO).date()):
        return look_around(target, clock, chosen=[look for look in looks() if not look.sends])
    reached = reach(target.staff.address, target.route)
    if reached.trouble:
        line = target.line("staff", "address")
        light = red(f"{reached.trouble}.", reached.who or Who.VENDOR, reached.sentence, line)
        return (replace(light, look="Kontakt"),)
    desk = Desk(target, clock)
    try:
        return tuple(_held(desk))
    finally:
        desk.close()


def _held(desk: Desk) -> Iterator[Light]:
    for clause in CLAUSES:
        try:
            for light in clause.hold(desk):
                yield replace(light, look=clause.title)
        except Silent as silent:
            sentence = f"Ansatt-adapteren svarer ikke på oppdrag: {silent}"
            yield red(str(silent), Who.VENDOR, sentence, desk.line)
            return
