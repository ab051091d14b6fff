"""That the EPJ knows every test person, asked by an intent that only reads."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from conformance import staff
from conformance.checking.light import Light, Who, green, grey, red, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.outcomes import Outcome
from conformance.staff.adapter import IntentResult, StaffAdapter
from conformance.targets.model import TestPerson

_READING: Final = ("read_appointments", "read_journal")


def see(sight: Sight) -> Iterator[Light]:
    """One light for each person that the EPJ does not know."""
    target = sight.target
    if target.staff.address and sight.silent(target.staff.address):
        yield grey("ikke sett på: EPJ-ens ansatt-adapter svarer ikke, se «Nett og sertifikater».")
        return
    adapter = staff.connect(target, sight.clock)
    try:
        if adapter.automatic:
            yield from _asked(sight, adapter)
        else:
            yield grey("ikke sett på: ingen maskin svarer. Finn dem i EPJ-en selv; «epj prepare» skriver listen.")
    except Outcome as outcome:
        yield grey(f"ikke sett på: {outcome.reason}")
    finally:
        adapter.close()


def _asked(sight: Sight, adapter: StaffAdapter) -> Iterator[Light]:
    target = sight.target
    seconds = sight.staff_seconds
    deadline = sight.clock.monotonic() + seconds
    unknown = 0
    for number, person in enumerate(target.persons):
        left = deadline - sight.clock.monotonic()
        if left <= 0:
            yield yellow(
                f"rakk bare {number} av {len(target.persons)} personer på {seconds:g} s; resten er ikke sett på."
            )
            return
        result = _read(adapter, person, left)
        if result is None:
            yield grey("ikke sett på: adapteren kan verken lese timebok eller journal.")
            return
        if result.outcome != "done":
            unknown += 1
            name = f"{person.given} {person.family}"
            sentence = f"Registrer testpersonen {name} ({person.ident}) i EPJ-en, født {person.birth_date:%d.%m.%Y}."
            reason = result.reason or "uten å si hvorfor"
            line = target.line("persons", number, "ident")
            yield red(f"EPJ-en finner ikke {name} ({person.id}): {reason}", Who.MUNICIPALITY, sentence, line)
    if not unknown:
        yield green(f"EPJ-en kjenner alle {len(target.persons)}.")


def _read(adapter: StaffAdapter, person: TestPerson, seconds: float) -> IntentResult | None:
    """What the first of the reading intents that is offered says; None when none is."""
    for intent in _READING:
        key = str(uuid.uuid4())
        result = adapter.perform(intent, {"patient": person.ident}, key=key, sentence="", seconds=seconds)
        if result.outcome != "unable":
            return result
    return None


LOOK = Look(75, "Testpersoner i EPJ-en", see)
