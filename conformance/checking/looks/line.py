"""That the line holds all the way: Helsenorge's connection test (KT), and the EPJ's answer (RKT), in real time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from conformance import reading, transports
from conformance.checking.light import Light, green, grey, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.checks.answers import answers_line_test
from conformance.outcomes import Outcome
from conformance.writing.helsenorge import HelsenorgeWriter, party_of
from standards.processes import TEST
from wire.bus import BusClient, BusError, BusMessage, BusRefused, Received

SECONDS: Final = 3.0
_PIECE: Final = 0.5
_MOST_FOREIGN: Final = 50
"""How many messages about others are looked past on the error queue."""
_LONGEST: Final = 300
_NO_CONTACT: Final = "ikke sett på: bussen slipper oss ikke inn, se linjene over."


def see(sight: Sight) -> Iterator[Light]:
    """One question to each party, and what came back in time."""
    target = sight.target
    if TEST.code not in target.processes:
        yield grey(f"ikke oppgitt. Har EPJ-en forbindelsestest, så skriv {TEST.code} under [processes].")
        return
    if target.transport.kind == "msh":
        yield grey("ikke sett på: Meldingstjener har ikke svar med en gang.")
        return
    if sight.silent(target.transport.address):
        yield grey("ikke sett på: bussen svarer ikke, se «Nett og sertifikater».")
        return
    try:
        client = transports.connect(target)
    except Outcome:
        yield grey(_NO_CONTACT)
        return
    try:
        yield from _asked(sight, client)
    except BusError:
        yield grey(_NO_CONTACT)
    finally:
        client.close()


def _asked(sight: Sight, client: BusClient) -> Iterator[Light]:
    target = sight.target
    writer = HelsenorgeWriter(target, sight.clock, lambda: str(uuid.uuid4()))
    waiting: dict[str, int] = {}
    for number, party in enumerate(target.parties):
        question = replace(writer.line_test(), receiver=party_of(party))
        envelope = writer.envelope(question)
        with suppress(BusRefused):  # the look at the bus tells of a queue that is not there
            client.send(envelope.to, BusMessage(envelope, question.to_xml()))
            waiting[question.msg_id.lower()] = waiting[envelope.message_id.lower()] = number
    if not waiting:
        yield grey(_NO_CONTACT)
        return
    asked = set(waiting.values())
    remarks = _gathered(sight, client, waiting)
    remarks |= _rejected(sight, client, waiting) if asked - remarks.keys() else {}
    line = target.line("processes", TEST.code)
    silent = [target.parties[number] for number in sorted(asked - remarks.keys())]
    for party in silent:
        seen = (
            f"{party.name} svarte ikke på KT innen {SECONDS:g} s. Fristen er 15 s, og scenarioet om forbindelsen prøver"
            f" hele. Leser EPJ-en køen {party.her_id}_sync?"
        )
        yield yellow(seen, line)
    for problem in dict.fromkeys(one for one in remarks.values() if one):
        yield yellow(problem, line)
    if not silent and not any(remarks.values()):
        yield green(f"{'parten' if len(asked) == 1 else f'alle {len(asked)} parter'} svarte RKT på KT.")


def _gathered(sight: Sight, client: BusClient, waiting: dict[str, int]) -> dict[int, str]:
    """Party → what is remarked of its answer; what others are waiting for is given back at the end."""
    queue = f"{sight.target.helsenorge.her_id}_syncreply"
    answered: dict[int, str] = {}
    foreign: list[Received] = []
    deadline = sight.clock.monotonic() + SECONDS
    while len(answered) < len(set(waiting.values())) and (left := deadline - sight.clock.monotonic()) > 0:
        received = client.receive(queue, min(left, _PIECE))
        if received is None:
            continue
        message = received.message
        inbound = reading.read(message.body, message.envelope, queue="syncreply", carried=message.carried)
        asked = (inbound.parent.lower(), (inbound.envelope.correlation_id or "").lower())
        number = next((waiting[one] for one in asked if one in waiting), None)
        if number is None:
            foreign.append(received)
            continue
        client.complete(received)
        fault = inbound.why_unopened()
        problems = [str(fault)] if fault else [finding.problem for finding in answers_line_test(inbound)]
        answered[number] = " ".join(problems)
    for received in foreign:
        with suppress(BusError):
            client.release(received)
    return answered


def _rejected(sight: Sight, client: BusClient, waiting: dict[str, int]) -> dict[int, str]:
    """Party → what it says on the error queue is wrong with our question; what is about others is given back."""
    queue = f"{sight.target.helsenorge.her_id}_error"
    said: dict[int, str] = {}
    foreign: list[Received] = []
    while len(foreign) < _MOST_FOREIGN and (received := client.receive(queue, _PIECE)) is not None:
        envelope = received.message.envelope
        asked = (envelope.original_message_id.lower(), (envelope.correlation_id or "").lower())
        number = next((waiting[one] for one in asked if one in waiting), None)
        if number is None:
            foreign.append(received)
            continue
        client.complete(received)
        party, told = sight.target.parties[number], envelope.application_properties.get("errorDescription", "")
        why = f"{party.name} avviste KT på feilkøen ({envelope.error_condition or 'uten feilkode'})"
        said[number] = f"{why}: {' '.join(told.split())[:_LONGEST]}" if told else f"{why}."
    for received in foreign:
        with suppress(BusError):
            client.release(received)
    return said


LOOK = Look(60, "Forbindelsestest", see)
