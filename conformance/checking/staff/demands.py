"""What the adapter must say no to: unknown intents, faulty parameters, and changes without a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.checking.light import Light, green, grey
from conformance.checking.staff import questions
from conformance.checking.staff.desk import Desk, new_key

_OUTCOMES: Final = "Outcomes"
_KEY: Final = "The same key, the same answer"
_NOT_JSON: Final = b'{"deadline_seconds": '


def unknown_intent(desk: Desk) -> Iterator[Light]:
    """404 for what is no intent."""
    reply = desk.ask("finnes_ikke", {}, key=new_key())
    if reply.status == 404:
        yield green("et oppdrag som ikke finnes, blir svart 404.")
    else:
        yield desk.breach(f"et oppdrag som ikke finnes, ble svart {reply.shown()}. Ventet 404.", _OUTCOMES)


def faulty_params(desk: Desk) -> Iterator[Light]:
    """400 for parameters that break the schema, in every intent that is offered and has any that it needs."""
    tried = [intent for intent in sorted(desk.offered) if questions.needs_params(intent)]
    wrong = 0
    for intent in tried:
        reply = desk.ask(intent, {}, key=new_key())
        if reply.status != 400:
            wrong += 1
            yield desk.breach(f"oppdraget {intent} uten parametre ble svart {reply.shown()}. Ventet 400.", _OUTCOMES)
    if tried:
        reply = desk.ask(tried[0], _NOT_JSON, key=new_key())
        if reply.status != 400:
            wrong += 1
            yield desk.breach(
                f"oppdraget {tried[0]} med ødelagt JSON ble svart {reply.shown()}. Ventet 400.", _OUTCOMES
            )
    if not tried:
        yield grey("ikke prøvd: ingen oppdrag med parametre tilbys.")
    elif not wrong:
        yield green(f"{len(tried)} oppdrag uten parametre, og ødelagt JSON, ble svart 400.")


def key_needed(desk: Desk) -> Iterator[Light]:
    """400 for a change without a key; tried on something that does not exist, so that nothing is done."""
    tried = next((intent for intent in questions.ABOUT_NOTHING if intent in desk.offered), "")
    if not tried:
        yield grey("ikke prøvd: adapteren tilbyr ikke noe oppdrag som kan prøves uten at noe blir gjort.")
        return
    reply = desk.ask(tried, questions.about_nothing(desk, tried))
    if reply.status == 400:
        yield green(f"oppdraget {tried} uten Idempotency-Key ble svart 400.")
    else:
        yield desk.breach(f"oppdraget {tried} uten Idempotency-Key ble svart {reply.shown()}. Ventet 400.", _KEY)
