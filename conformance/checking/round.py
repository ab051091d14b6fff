"""One round of all looks, side by side, that ends in time whatever happens out there."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from conformance.checking.light import Light, State, Who, grey, red
from conformance.checking.looks import Look, looks
from conformance.checking.sight import NoToken, Sight
from conformance.clock import Clock
from conformance.targets.interlock import refusals
from conformance.targets.model import Target
from conformance.writing.helsenorge import OSLO
from standards.errors import Problem

SECONDS: Final = 4.5
"""How long a round may take when somebody sits and waits for it."""
PATIENCE: Final = 15.0
"""How long it may take before a run, which a busy machine must not refuse."""
_STAFF_SHARE: Final = 2 / 3
"""How much of the round the staff adapter may take, so that its own answer is told and not only that it was late."""
_NOTHING: Final = grey("ingenting å se på.")


def look_around(
    target: Target, clock: Clock, *, chosen: Sequence[Look] | None = None, seconds: float = SECONDS
) -> tuple[Light, ...]:
    """Every light in the order of the looks; what has not answered in time is red. Never raises."""
    sight = Sight(target, clock, staff_seconds=seconds * _STAFF_SHARE)
    chosen = looks() if chosen is None else chosen
    if refusals(target, clock.now().astimezone(OSLO).date()):
        chosen = [replace(look, see=_not_sent) if look.sends else look for look in chosen]
    found: dict[int, tuple[Light, ...]] = {}
    threads = [
        threading.Thread(target=_see, args=(found, place, look, sight), name=f"sjekk-{look.title}", daemon=True)
        for place, look in enumerate(chosen)
    ]
    for thread in threads:
        thread.start()
    deadline = clock.monotonic() + seconds
    for thread in threads:
        thread.join(max(deadline - clock.monotonic(), 0.0))
    return tuple(
        replace(light, look=look.title)
        for place, look in enumerate(chosen)
        for light in found.get(place, (_late(seconds),)) or (_NOTHING,)
    )


def obstacles(target: Target, clock: Clock) -> tuple[Light, ...]:
    """What stands in the way of a run: the red ones."""
    return tuple(light for light in look_around(target, clock, seconds=PATIENCE) if light.state is State.RED)


def _not_sent(sight: Sight) -> tuple[Light, ...]:
    return (grey("ikke sett på: epj sender ingenting før det røde øverst er rettet."),)


def _see(found: dict[int, tuple[Light, ...]], place: int, look: Look, sight: Sight) -> None:
    try:
        found[place] = tuple(look.see(sight))
    except NoToken as problem:
        found[place] = (_no_token(sight.target, problem),)
    except Problem as problem:
        said = f"{problem.problem} Fant: {problem.found}." if problem.found else problem.problem
        found[place] = (red(said, Who.NHN, f"Er {look.title} i drift i testmiljøet? {said}"),)
    except Exception as error:  # noqa: BLE001  a look that fails must not take the others with it
        said = f"testverktøyet feilet her ({type(error).__name__}: {error})."
        found[place] = (red(said, Who.VENDOR, f"Feil i testverktøyet, i sjekken «{look.title}»: {error}"),)


def _no_token(target: Target, problem: NoToken) -> Light:
    """The look at HelseID tells why, but for what is about one service alone."""
    client = target.services.helseid
    if client is None or not problem.scope:
        return grey("ikke sett på: HelseID gir ikke noe token, se «HelseID».")
    sentence = f"Gi klienten {client.client_id} i HelseID test tilgangen {problem.scope}."
    return red(f"HelseID gir ikke klienten tilgangen {problem.scope}.", Who.NHN, sentence)


def _late(seconds: float) -> Light:
    within = _in_words(seconds)
    sentence = f"Maskinen som kjører epj fikk ikke svar innen {within}. Er nettet tregt, eller stopper noe trafikken?"
    return red(f"ble ikke ferdig innen {within}.", Who.IT, sentence)


def _in_words(seconds: float) -> str:
    return f"{seconds:g} s".replace(".", ",")
