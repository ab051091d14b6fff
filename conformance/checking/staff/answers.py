"""Every intent that is offered answers in the form of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.checking.light import Light, green, grey, yellow
from conformance.checking.staff import questions
from conformance.checking.staff.desk import Desk, new_key

_INTENTS: Final = "The intents"


def reading(desk: Desk) -> Iterator[Light]:
    """What is read comes in its form, without a key too, and somebody unknown is refused."""
    wrong, tried = 0, []
    for intent in questions.READING:
        params = questions.reading(desk, intent)
        reply = desk.ask(intent, params)
        if not desk.learn(reply):
            continue
        tried.append(intent)
        if breach := desk.breach_of_form(reply):
            wrong += 1
            yield desk.breach(f"oppdraget {intent}: {breach}.", _INTENTS)
        elif reply.outcome == "refused":
            name = f"{desk.person.given} {desk.person.family}"
            yield yellow(f"oppdraget {intent} ble nektet for {name}: {(reply.content or {}).get('reason')}")
        elif "patient" in params:
            unknown = desk.ask(intent, {"patient": questions.nobody(desk)})
            if unknown.outcome == "done":
                yield yellow(f"oppdraget {intent} svarer done for en person som ikke finnes; ventet refused.")
    if not tried:
        yield grey("ikke prøvd: adapteren leser ingenting. Da må et menneske bekrefte det testen ser etter.")
    elif not wrong:
        yield green(f"{len(tried)} oppdrag svarer i kontraktens form.")


def doing(desk: Desk) -> Iterator[Light]:
    """What is to be done with something that does not exist is refused, with why."""
    wrong, tried = 0, []
    for intent in questions.ABOUT_NOTHING:
        reply = desk.ask(intent, questions.about_nothing(desk, intent), key=new_key())
        if not desk.learn(reply):
            continue
        tried.append(intent)
        if breach := desk.breach_of_form(reply):
            wrong += 1
            yield desk.breach(f"oppdraget {intent}: {breach}.", _INTENTS)
        elif reply.outcome == "done":
            wrong += 1
            yield desk.breach(f"oppdraget {intent}: svarte done om noe som ikke finnes. Ventet refused.", _INTENTS)
    if not tried:
        yield grey("ikke prøvd: adapteren tilbyr ikke noe oppdrag som kan prøves uten at noe blir gjort.")
    elif not wrong:
        yield green(
            f"{len(tried)} oppdrag sier nei til det som ikke finnes. Ikke prøvd: {', '.join(questions.NOT_TRIED)}."
        )
