"""That the bus lets us in and has our queues, and those of the parties."""

from __future__ import annotations

from collections.abc import Iterator

from conformance import transports
from conformance.checking.light import Light, Who, green, grey, red
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.outcomes import Outcome
from conformance.targets.model import Target
from wire.bus import BusClient, BusError, BusRefused
from wire.http import HttpBusClient


def see(sight: Sight) -> Iterator[Light]:
    """One light for each thing that is wrong."""
    target = sight.target
    if sight.silent(target.transport.address):
        yield grey("ikke sett på: bussen svarer ikke, se «Nett og sertifikater».")
        return
    try:
        client = transports.bare(target)
    except Outcome as outcome:
        yield _cannot_begin(target, outcome)
        return
    try:
        depth = client.depth(f"{target.helsenorge.her_id}_async")
        lights = list(_parties(target, client))
        yield from lights
        if not lights:
            waiting = depth.ready if depth is not None else 0
            seen = f"vi slipper inn som {target.helsenorge.her_id}, og bussen har køene til {_count(target)}."
            yield green(f"{seen} {waiting} gamle meldinger ligger i køen vår." if waiting else seen)
    except BusRefused as refused:
        yield _refused(target, refused)
    except BusError as error:
        sentence = f"Bussen på {target.transport.address} svarer ikke som den skal. Fant: {error.found or error}"
        yield red(f"{error.problem} Fant: {error.found}.", Who.NHN, sentence, target.line("transport", "address"))
    finally:
        client.close()


def _cannot_begin(target: Target, outcome: Outcome) -> Light:
    """A transport that there is not, or one that something is missing for on this machine."""
    line = target.line("transport", "kind")
    if target.transport.kind in transports.kinds():
        told = f"På maskinen med testbenken: {outcome.reason} {outcome.fix}"
        return red(outcome.reason, Who.IT, told, line)
    seen = f"{outcome.reason} {outcome.fix}"
    sentence = f"Hvilken transport bruker installasjonen? Testbenken har {', '.join(transports.kinds())}."
    return red(seen, Who.VENDOR, sentence, line)


def _refused(target: Target, refused: BusRefused) -> Light:
    """Where the file is wrong: the login, or the address when the bus knows no such place."""
    said, us = f"{refused.problem} Fant: {refused.found or refused.status}.", target.helsenorge.her_id
    if refused.status == 404:
        sentence = "Hva er adressen til meldingsbussen i testmiljøet, med testområdet når bussen har flere?"
        line = target.line("transport", "address")
        return red(f"bussen kjenner ikke adressen eller køen vår. {said}", Who.VENDOR, sentence, line)
    line = target.line("helsenorge", "secret" if refused.status == 401 else "her_id")
    sentence = f"Hva er passordet for HER-id {us} på meldingsbussen i testmiljøet, og har den tilgang til køene sine?"
    return red(f"bussen slapp oss ikke inn som {us}. {said}", Who.NHN, sentence, line)


def _parties(target: Target, client: BusClient) -> Iterator[Light]:
    """A party whose queue the bus does not know; only a bus over HTTP can be asked without sending anything."""
    if not isinstance(client, HttpBusClient):
        return
    for number, party in enumerate(target.parties):
        if client.knows(f"{party.her_id}_async"):
            continue
        seen = f"bussen kjenner ingen part med HER-id {party.her_id} ({party.name})."
        sentence = f"Hvilken HER-id er EPJ-en satt opp med for {party.name}? Bussen har ingen kø for {party.her_id}."
        yield red(seen, Who.VENDOR, sentence, target.line("parties", number, "her_id"))


def _count(target: Target) -> str:
    parties = len(target.parties)
    return "parten" if parties == 1 else f"de {parties} partene"


LOOK = Look(40, "Meldingsbuss", see)
