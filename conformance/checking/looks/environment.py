"""That this is a test environment: nothing that may be production, and something that shows it is not."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checking.light import Light, Who, green, grey, red, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.targets.interlock import PRODUCTION, addresses, is_here, let_through, refusals, says_test, shown
from conformance.targets.model import Target
from conformance.writing.helsenorge import OSLO


def see(sight: Sight) -> Iterator[Light]:
    """Refused addresses, addresses that somebody answers for, and those that nothing shows to be test."""
    target, today = sight.target, sight.clock.now().astimezone(OSLO).date()
    wrong = [one for one in refusals(target, today) if one.kind == PRODUCTION]
    for one in wrong:
        sentence = f"Hva er adressen i testmiljøet? {one.found} kan være produksjon, og testen skal aldri dit."
        yield red(f"{one.problem} Fant: {one.found}.", Who.VENDOR, sentence, one.line)
    allowed = [one for one in let_through(target, today) if one.kind == PRODUCTION]
    for one in allowed:
        yield yellow(f"{one.problem} Sluppet gjennom av [override].", one.line)
    if wrong or allowed:
        return
    told = dict(addresses(target))
    asked = {place: address for place, address in told.items() if place[0] != "staff"}
    answering = {place: address for place, address in asked.items() if says_test(address) or not sight.silent(address)}
    unproven = {place: address for place, address in answering.items() if not _is_proven(sight, address)}
    for place, address in unproven.items():
        yield yellow(f"Ingenting viser at {shown(address)} er testmiljø. Er du sikker?", target.line(*place))
    if not answering:
        yield grey("ikke sett på: ingen svarer, se «Nett og sertifikater».")
    elif not unproven:
        how = "simulert" if target.environment == "simulert" else "testmiljø"
        yield green(f"{len(answering)} {'adresse' if len(answering) == 1 else 'adresser'}, og alt er {how}.")


def _is_proven(sight: Sight, address: str) -> bool:
    if says_test(address) or _is_our_own(sight.target, address):
        return True
    glance = sight.glance(address)
    return glance is not None and glance.simulated


def _is_our_own(target: Target, address: str) -> bool:
    """Whether it is a bus of a simulated journal on this machine: one over AMQP cannot say by the way that it is."""
    return target.environment == "simulert" and address.startswith("amqp") and is_here(address)


LOOK = Look(10, "Testmiljø", see, sends=False)
