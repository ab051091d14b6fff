"""That every address is reached: the name, the connection, the certificate and how long it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from conformance.checking.alongside import alongside
from conformance.checking.light import Light, Who, green, red, yellow
from conformance.checking.looks import Look
from conformance.checking.reach import Reach
from conformance.checking.sight import Sight
from conformance.targets.interlock import addresses
from wire.route import UnusableCertificates

SOON: Final = timedelta(days=30)
_NAMES: Final = {
    "transport": "meldingsbussen",
    "staff": "EPJ-ens ansatt-adapter",
    "helseid": "HelseID",
    "adresseregister": "Adresseregisteret",
    "cppa": "CPP/CPA-registeret",
    "helsenorge": "Helsenorge",
    "meldingstjener": "Meldingstjener",
    "timenotifikasjon": "mottaket av timer over REST",
}


def see(sight: Sight) -> Iterator[Light]:
    """One light for each address that is not reached, or whose certificate soon runs out."""
    target = sight.target
    told = list(addresses(target))
    try:
        reached = alongside([lambda address=address: sight.reach(address) for _, address in told])  # type: ignore[misc]
    except UnusableCertificates as problem:
        line = target.line("network", "ca_file")
        sentence = "Gi oss filen med kommunens egne sertifikater (PEM)."
        yield red(f"{problem.problem} Fant: {problem.found}.", Who.IT, sentence, line)
        return
    lights = [light for (place, _), one in zip(told, reached, strict=True) for light in _told(sight, place, one)]
    yield from lights
    if not lights:
        yield green(_summary(reached))


def _told(sight: Sight, place: tuple[str, ...], one: Reach) -> Iterator[Light]:
    what = _NAMES.get(place[-2], place[-2])
    line = sight.target.line(*place)
    if one.trouble:
        yield red(f"{what}: {one.trouble}.", one.who or Who.IT, one.sentence, line)
    elif one.ends is not None and one.ends - sight.clock.now() < SOON:
        days = max((one.ends - sight.clock.now()).days, 0)
        yield yellow(f"{what}: sertifikatet på {one.place} går ut om {days} dager, {one.ends:%d.%m.%Y}.", line)


def _summary(reached: list[Reach]) -> str:
    ends = [one.ends for one in reached if one.ends is not None]
    count = len({one.place for one in reached})
    told = "1 adresse svarer" if count == 1 else f"{count} adresser svarer"
    return f"{told}, og sertifikatene gjelder til {min(ends):%d.%m.%Y} eller lenger." if ends else f"{told}."


LOOK = Look(20, "Nett og sertifikater", see)
