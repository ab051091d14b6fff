"""SOAP faults on the service bus, in both versions and from both sides, in answer to a message in real time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from standards.envelope import SOAP_FAULT
from standards.exchange import Exchange, Item
from standards.processes import EPJ, HELSENORGE, TEST
from standards.samples.catalogue import of_step
from standards.samples.model import Cast, Kind, Sample
from standards.samples.threads import Thread
from standards.soap import SoapFault, fault_envelope

_CODES: Mapping[str, tuple[str, ...]] = {"1.2": ("Sender", "Receiver"), "1.1": ("Client", "Server")}
"""Version → whose fault it may be: that of the one who asked, or that of the one who answers."""
_REASONS = ("Meldingen kan ikke leses.", "Tjenesten svarer ikke nå. Prøv igjen senere.")


def samples() -> Iterator[Sample]:
    """Each code of each version."""
    for version, codes in _CODES.items():
        for code, reason in zip(codes, _REASONS, strict=True):
            for sender in (EPJ, HELSENORGE):
                yield Sample(Kind.FAULT, SOAP_FAULT, version, "Feil", code, sender, reason)


def thread(sample: Sample, cast: Cast) -> tuple[Exchange, int]:
    """A test of the line that is answered with a fault instead of RKT."""
    step = next(step for step in TEST.steps_of(sample.sender.other) if step.opens)
    whole = Thread(cast)
    whole.say(of_step(TEST, step, TEST.versions[-1]), step)
    asked = whole.items[-1]
    if asked.envelope is None or asked.time is None:
        raise TypeError("What is answered was never on the bus.")
    time = asked.time + timedelta(seconds=2)
    envelope = fault_envelope(message_id=cast.new_id(), about=asked.envelope, time_stamp=time.isoformat())
    fault = SoapFault(sample.code, sample.title, sample.version)
    whole.items.append(Item(sample.sender, fault.to_xml(), envelope, time))
    return whole.exchange(), 1
