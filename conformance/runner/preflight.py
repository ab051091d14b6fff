"""Quick look before scenario 1: a run that could only fail is never started."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from conformance import staff, transports
from conformance.clock import Clock
from conformance.outcomes import Outcome
from conformance.targets.model import Target
from standards.errors import in_words
from wire.bus import BusClient, BusError, BusRefused

CONNECT_SECONDS = 3.0
_NO_SETTLE = "Rett address under [staff]. Er den riktig, men kan adapteren ikke settle, så skriv settle = false."
_PORTS = {"http": 80, "https": 443, "amqp": 5672, "amqps": 5671}


@dataclass(frozen=True)
class Obstacle:
    """Something that must be mended first: what is wrong, and who mends it how (bokmål)."""

    line: int
    problem: str
    fix: str

    def __str__(self) -> str:
        where = f"linje {self.line}: " if self.line else ""
        return f"{where}{self.problem} Gjør dette: {self.fix}"


def obstacles(target: Target, clock: Clock) -> tuple[Obstacle, ...]:
    """What stands in the way; takes at most the connect time and the staff deadline."""
    return (*_bus(target), *_staff(target, clock))


def _bus(target: Target) -> Iterator[Obstacle]:
    line = target.line("transport", "address")
    if trouble := _unreachable(target.transport.address):
        fix = "Start bussen, eller rett address under [transport]. Er adressen riktig, må IT åpne brannmuren."
        yield Obstacle(line, f"Fikk ikke kontakt med meldingsbussen: {trouble}", fix)
        return
    try:
        client = transports.connect(target)
    except Outcome as outcome:
        yield Obstacle(target.line("transport", "kind"), outcome.reason, outcome.fix)
        return
    try:
        client.depth(f"{target.helsenorge.her_id}_async")
        yield from _parties(target, client)
    except BusRefused as refused:
        yield _refused(target, refused)
    except BusError as error:
        yield Obstacle(line, str(error), "Meld fra til den som drifter bussen.")
    finally:
        client.close()


def _refused(target: Target, refused: BusRefused) -> Obstacle:
    """Where the file is wrong: the login, or the address when the bus knows no such place."""
    said = f"{refused.problem} Fant: {refused.found or refused.status}."
    if refused.status == 404:
        fix = "Sjekk address under [transport]: den skal peke på bussen, med testområdet når bussen har flere."
        return Obstacle(target.line("transport", "address"), f"Meldingsbussen kjenner ikke adressen. {said}", fix)
    line = target.line("helsenorge", "secret" if refused.status == 401 else "her_id")
    fix = "Sjekk her_id og secret under [helsenorge]. Den som drifter bussen, vet hva som er riktig."
    return Obstacle(line, f"Meldingsbussen slapp oss ikke inn som {target.helsenorge.her_id}. {said}", fix)


def _parties(target: Target, client: BusClient) -> Iterator[Obstacle]:
    """A party whose queue the bus does not know; a bus that does not tell is believed."""
    for number, party in enumerate(target.parties):
        try:
            client.depth(f"{party.her_id}_async")
        except BusRefused as refused:
            if refused.status == 404:
                fix = "Sjekk her_id under [[parties]]. Leverandøren vet hvilken HER-id EPJ-en er satt opp med."
                line = target.line("parties", number, "her_id")
                yield Obstacle(line, f"Meldingsbussen kjenner ingen part med HER-id {party.her_id}.", fix)


def _staff(target: Target, clock: Clock) -> Iterator[Obstacle]:
    line = target.line("staff", "address") or target.line("staff", "kind")
    address = target.staff.address
    if address and (trouble := _unreachable(address)):
        fix = "Start EPJ-en med adapteren, eller rett address under [staff]. Leverandøren vet adressen."
        yield Obstacle(line, f"Fikk ikke kontakt med EPJ-ens ansatt-adapter: {trouble}", fix)
        return
    try:
        adapter = staff.connect(target, clock)
    except Outcome as outcome:
        yield Obstacle(target.line("staff", "kind"), outcome.reason, outcome.fix)
        return
    try:
        if adapter.automatic and target.staff.settle:
            seconds = target.deadlines.staff_seconds
            params = {"deadline_seconds": seconds}
            adapter.perform("settle", params, key=str(uuid.uuid4()), sentence="", seconds=seconds + 1)
            if not adapter.can("settle"):
                yield Obstacle(line, f"Ingen ansatt-adapter svarer på {address}/intents/settle.", _NO_SETTLE)
    except Outcome as outcome:
        yield Obstacle(line, outcome.reason, outcome.fix or "Leverandøren må se på adapteren.")
    finally:
        adapter.close()


def _unreachable(address: str) -> str:
    """Why nobody listens at an address (bokmål); empty when somebody does."""
    parts = urlsplit(address)
    try:
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return f"{address} har et portnummer som ikke finnes."
    if not parts.hostname or port is None:
        return ""
    try:
        socket.create_connection((parts.hostname, port), CONNECT_SECONDS).close()
    except socket.gaierror:
        return f"navnet {parts.hostname} finnes ikke."
    except TimeoutError:
        return f"{parts.hostname}:{port} svarte ikke innen {CONNECT_SECONDS:g} s."
    except OSError as error:
        return f"ingen tar imot på {parts.hostname}:{port} ({in_words(error)})."
    return ""
