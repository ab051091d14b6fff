"""That our clock goes as theirs: what proves who we are lives for seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from conformance.checking.alongside import alongside
from conformance.checking.light import Light, Who, green, grey, red, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Glance, Sight
from conformance.targets.interlock import addresses

MUCH: Final = timedelta(seconds=60)
SOME: Final = timedelta(seconds=5)


def see(sight: Sight) -> Iterator[Light]:
    """How far apart; where all others agree, the clock that is wrong is ours."""
    told = list(dict.fromkeys(address for _, address in addresses(sight.target)))
    glances = alongside([lambda address=address: sight.glance(address) for address in told])  # type: ignore[misc]
    apart = {address: ahead for address, ahead in zip(told, map(_ahead, glances), strict=True) if ahead is not None}
    if not apart:
        yield grey("ikke sett på: ingen av tjenestene sier hva klokken er.")
        return
    wrong = {address: ahead for address, ahead in apart.items() if abs(ahead) > SOME}
    if not wrong:
        yield green(f"vår klokke går som klokken til {_count(len(apart))}.")
    elif len(wrong) == len(apart) and len(apart) > 1:
        yield _ours(min(wrong.values(), key=abs))
    else:
        yield from (_theirs(address, ahead) for address, ahead in wrong.items())


def _ours(ahead: timedelta) -> Light:
    seen = f"klokken på denne maskinen går {_in_words(ahead)} i forhold til alle tjenestene."
    if abs(ahead) <= MUCH:
        return yellow(seen)
    return red(seen, Who.IT, f"Still klokken på maskinen som kjører epj (NTP); den går {_in_words(ahead)}.")


def _theirs(address: str, ahead: timedelta) -> Light:
    host = urlsplit(address).netloc.rpartition("@")[2]
    seen = f"klokken på denne maskinen og på {host} går {_size(ahead)} ulikt."
    if abs(ahead) <= MUCH:
        return yellow(seen)
    sentence = f"Klokken på {host} går {_in_words(-ahead)} mot maskinen som kjører epj. Still den som går feil (NTP)."
    return red(seen, Who.IT, sentence)


def _ahead(glance: Glance | None) -> timedelta | None:
    return None if glance is None else glance.ahead


def _in_words(ahead: timedelta) -> str:
    return f"{_size(ahead)} {'for fort' if ahead > timedelta() else 'for sakte'}"


def _size(ahead: timedelta) -> str:
    seconds = round(abs(ahead).total_seconds())
    if seconds < 120:
        return f"{seconds} sekunder"
    return f"{round(seconds / 60)} minutter" if seconds < 7200 else f"{round(seconds / 3600)} timer"


def _count(services: int) -> str:
    return "den ene tjenesten som sier hva den er" if services == 1 else f"de {services} tjenestene som sier hva den er"


LOOK = Look(25, "Klokke", see)
