"""AQ-05: a SOAP fault on the service bus (HITS 1216:2018, 2.1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.envelope import SOAP_FAULT
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import ALL_KINDS, Fault, Judgement, rule
from standards.xml import SOAP_11, SOAP_12

FAULTS = {
    f"{{{SOAP_11}}}Envelope": (f"{{{SOAP_11}}}Body/{{{SOAP_11}}}Fault", "faultcode", "faultstring"),
    f"{{{SOAP_12}}}Envelope": (
        f"{{{SOAP_12}}}Body/{{{SOAP_12}}}Fault",
        f"{{{SOAP_12}}}Code/{{{SOAP_12}}}Value",
        f"{{{SOAP_12}}}Reason/{{{SOAP_12}}}Text",
    ),
}


@rule(
    "AQ-05",
    clause="HITS 1216:2018, 2.1.2",
    title="En SOAP-feil på meldingsbussen har emnet AMQP_SOAP_FAULT, og det emnet har bare SOAP-feil",
    scope=Scope.EXCHANGE,
    on=ALL_KINDS,
)
def soap_faults(conversation: Conversation) -> Iterator[Judgement]:
    """The subject is in the standard; what a fault must hold is in SOAP itself, and only a remark here."""
    for entry in conversation.entries:
        envelope = entry.item.envelope
        if not entry.judged or entry.is_error or envelope is None:
            continue
        found = FAULTS.get(str(entry.message.root.tag))
        is_fault = found is not None and entry.message.root.find(found[0]) is not None
        if is_fault and envelope.subject != SOAP_FAULT:
            problem = "En SOAP-feil er sendt med et annet emne."
            yield _fault(entry, problem, expected=f"subject = {SOAP_FAULT}", found=envelope.subject, remark=False)
        if envelope.subject == SOAP_FAULT and not is_fault:
            problem = "Emnet sier SOAP-feil, men innholdet er noe annet."
            yield _fault(entry, problem, expected="en SOAP-konvolutt med Fault", found="noe annet", remark=True)
        elif is_fault and found is not None:
            yield from _content(entry, found)


def _content(entry: Entry, paths: tuple[str, str, str]) -> Iterator[Judgement]:
    fault = entry.message.root.find(paths[0])
    for path, what in ((paths[1], "kode"), (paths[2], "grunn")):
        if fault is not None and not (fault.findtext(path) or "").strip():
            problem = f"SOAP-feilen har ingen {what}."
            yield _fault(entry, problem, expected=f"en {what} med innhold", found="ingenting", remark=True)


def _fault(entry: Entry, problem: str, *, expected: str, found: str, remark: bool) -> Fault:
    return Fault(
        problem,
        where="/properties/subject",
        expected=expected,
        found=found or "(tom)",
        fix=f"Send SOAP-feil med subject {SOAP_FAULT} og innholdet som SOAP, og meldinger med koden i Type.",
        remark=remark,
        item=entry.index,
        by=entry.sender,
    )
