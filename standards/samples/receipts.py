"""Receipts and messages of the error queue: one for each reason to refuse, in both versions and from both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta

from standards.apprec import error
from standards.codes import Code
from standards.envelope import error_envelope
from standards.exchange import Exchange, Item, Role
from standards.kodeverk.k8221 import K8221
from standards.processes import EKONTAKT, EPJ, HELSENORGE, KOORDINATOR, Process
from standards.rules.error_queue import OF_THE_LIBRARY, OF_THE_STANDARD
from standards.samples.catalogue import of_step
from standards.samples.model import Cast, Kind, Sample
from standards.samples.threads import RECEIPT, Thread, before

OK, REJECTED = "OK", "Avvist"
ERROR_QUEUE, BUS_VERSION = "FEILKO", "1.2"
_ABOUT: Mapping[tuple[str, Role], tuple[Process, str]] = {
    ("1.1", EPJ): (EKONTAKT, "HE"),
    ("1.1", HELSENORGE): (EKONTAKT, "DI"),
    ("1.0", EPJ): (KOORDINATOR, "HE"),
    ("1.0", HELSENORGE): (KOORDINATOR, "19"),
}
"""Version and who acknowledges → what is acknowledged."""
_REASONS: Mapping[str, str] = {
    "T02": "TekstNotatInnhold mangler i Notat.",
    "T10": "Vi støtter ikke denne versjonen av Dialogmelding.",
    "T99": "Vedlegget kan ikke åpnes.",
    "S99": "Sertifikatet er utstedt til en annen virksomhet.",
    "E10": "MsgId er ikke en UUID.",
    "E36": "Pasienten er ikke entydig identifisert.",
    "X99": "Vedlegg av denne typen tas ikke imot.",
}
"""What was really wrong (OT), where the code alone is vague."""
_CONDITIONS: Mapping[str, str] = {
    "transport:unsupported-message": "Prosessen er ikke med i avtalen (CPA) mellom partene.",
    "transport:not-well-formed-xml": "Hodet i meldingen kan ikke leses.",
    "transport:invalid-field-value": "replyTo viser til en kø som ikke finnes.",
    "transport:required-field-missing": "applicationTimeStamp mangler.",
    "abuse:spoofing-attack": "HER-id-en i hodet er ikke den som transporten oppgir.",
}
_MISSPELT = "revoked-cerificate"


def samples() -> Iterator[Sample]:
    """Positive and negative receipts, then the conditions of the error queue."""
    for version, sender in _ABOUT:
        yield Sample(Kind.RECEIPT, RECEIPT, version, OK, "", sender, "Mottatt og lagret")
        for code, name in K8221.codes.items():
            yield Sample(Kind.RECEIPT, RECEIPT, version, REJECTED, code, sender, name)
    transport = [f"transport:{name}" for name in (*OF_THE_STANDARD, *OF_THE_LIBRARY) if name != _MISSPELT]
    for condition in (*transport, "abuse:spoofing-attack"):
        for sender in (EPJ, HELSENORGE):
            title = _CONDITIONS.get(condition, "Meldingen kan ikke tas imot.")
            yield Sample(Kind.ERROR, ERROR_QUEUE, BUS_VERSION, "Feil", condition, sender, title, format="json")


def thread(sample: Sample, cast: Cast) -> tuple[Exchange, int]:
    """A whole message and the refusal or receipt of it; what is shown is the form of the answer."""
    version = sample.version if sample.kind is Kind.RECEIPT else "1.1"
    process, code = _ABOUT[version, sample.sender]
    step = next(step for step in process.steps_of(sample.sender.other) if step.code == code)
    about = of_step(process, step, process.versions[-1])
    whole = Thread(cast)
    for home, earlier in before(about):
        whole.say(of_step(home, earlier, home.versions[-1]), earlier)
    message = whole.say(about, step, acknowledge=False)
    if sample.kind is Kind.ERROR:
        whole.items.append(_refused(whole.items[-1], sample, cast))
    else:
        whole.acknowledge(sample.sender, message, version=version, errors=_errors(sample.code))
    return whole.exchange(), len(whole.items) - 1


def envelope(sample: Sample, cast: Cast) -> bytes:
    """A message of the error queue has no body: its properties, as the bus over HTTP writes them."""
    exchange, place = thread(sample, cast)
    sent = exchange.items[place].envelope
    return json.dumps(sent.to_json() if sent is not None else {}, ensure_ascii=False, indent=1).encode()


def _errors(code: str) -> tuple[Code, ...]:
    return (error(code, K8221.codes[code], _REASONS.get(code, "")),) if code else ()


def _refused(about: Item, sample: Sample, cast: Cast) -> Item:
    if about.envelope is None or about.time is None:
        raise TypeError("What is refused was never on the bus.")
    time = about.time + timedelta(seconds=2)
    answer = error_envelope(
        about.envelope,
        message_id=cast.new_id(),
        condition=sample.code,
        description=sample.title,
        time_stamp=time.isoformat(),
    )
    return Item(sample.sender, b"", answer, time)
