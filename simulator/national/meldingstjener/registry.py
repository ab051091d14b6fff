"""Who owns a HER-id: what the address registry of the area says, or else the world around it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import requests

from simulator.serving.refusals import Refusal
from simulator.serving.service import Place, Registered, Surroundings

Owners = Callable[[str, int], frozenset[str]]
"""Takes the test area and a HER-id; the organisation numbers that own it on both levels, empty when it is unknown."""
SECONDS_KEPT: Final = 2.0
"""How long an answer of the registry is gone by."""
REGISTRY: Final = "adresseregister"
MOST_KEPT: Final = 5000
"""How many answers are kept at once; when there are more, all are asked for again."""
_TIMEOUT: Final = (2.0, 5.0)


class RegistryUnreachable(Refusal):
    """Nobody can tell whose a HER-id is."""

    status = 503
    headers = (("Retry-After", "5"),)


def around(surroundings: Surroundings, monotonic: Callable[[], float] = time.monotonic) -> Owners:
    """By the registry where one of ours stands beside, else by the world."""
    by_world, asked = of_place(surroundings.place), over_http(monotonic)

    def owners(area: str, her_id: int) -> frozenset[str]:
        base, ending = surroundings.address(REGISTRY, area), f"/w/{area}"
        if not base.endswith(ending):
            return by_world(area, her_id)
        return asked(f"{base.removesuffix(ending)}/_sim/areas/{area}/parties/{her_id}")

    return owners


def of_place(place: Callable[[str], Place]) -> Owners:
    """By the parties of the world that the area stands in."""
    known: dict[str, Mapping[int, frozenset[str]]] = {}

    def owners(area: str, her_id: int) -> frozenset[str]:
        if area not in known:
            known[area] = _by_her_id(place(area).parties)
        return known[area].get(her_id, frozenset())

    return owners


def over_http(
    monotonic: Callable[[], float], session: requests.Session | None = None
) -> Callable[[str], frozenset[str]]:
    """Asks the registry's control, which needs no token and tells what is, whatever fault is on there."""
    session = session or requests.Session()
    session.trust_env = False
    kept: dict[str, tuple[float, frozenset[str]]] = {}

    def owners(url: str) -> frozenset[str]:
        now = monotonic()
        at, found = kept.get(url, (now - SECONDS_KEPT, frozenset()))
        if now - at < SECONDS_KEPT:
            return found
        try:
            answer = session.get(url, timeout=_TIMEOUT)
            found = frozenset() if answer.status_code == 404 else _numbers(answer.json())
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise _unreachable(url, error) from error
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[url] = (now, found)
        return found

    return owners


def _numbers(record: Mapping[str, Any]) -> frozenset[str]:
    """Those of a party that is valid; of one that has ended nothing is owned."""
    return frozenset((str(record["enterprise_number"]), str(record["number"]))) if record["valid"] else frozenset()


def _by_her_id(parties: tuple[Registered, ...]) -> Mapping[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for one in parties:
        above, below = one.organisation_number, one.sub_organisation_number
        for text, owners in ((one.party.parent_her_id, {above}), (one.party.her_id, {above, below})):
            if text.isascii() and text.isdigit() and not one.ended:
                found[int(text)] = found.get(int(text), frozenset()) | frozenset(owners)
    return found


def _unreachable(url: str, error: Exception) -> RegistryUnreachable:
    return RegistryUnreachable(
        "Det kan ikke avgjøres hvem som eier HER-id-en: Adresseregisteret svarer ikke.",
        expected=f"et svar fra {url[:200]}",
        found=type(error).__name__,
        fix="Sjekk at det simulerte Adresseregisteret er i gang, og prøv igjen.",
    )
