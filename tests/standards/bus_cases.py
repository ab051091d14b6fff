"""Pairs for the rules of the bus and its error queue, and of the reasons in receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from standards.envelope import SOAP_FAULT
from standards.exchange import Exchange, Item
from standards.processes import CATALOGUE
from standards.soap import SoapFault, fault_envelope
from standards.xml import NS, TJENESTEOVERSIKT_WWW
from tests.standards import good
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import REMARK, Case, change, dialog, edit, put, rejected
from tests.standards.test_processes import write

SERVICE = (
    "<Tjeneste><TjenesteId>9</TjenesteId><TjenesteNavn>Hjemmesykepleie</TjenesteNavn><TjenesteOmråde>1</TjenesteOmråde>"
    "<FraDato>2026-01-01</FraDato><TilDato>2027-01-01</TilDato><HERId>"
    f'<Id xmlns="{NS["fk1"]}">8210011</Id><TypeId xmlns="{NS["fk1"]}" V="HER" S="2.16.578.1.12.4.1.1.9051"/>'
    "</HERId></Tjeneste>"
)
BROKEN = "Pasienten mangler"


def with_property(**changes: str) -> Callable[[], Exchange]:
    """The dialog with another property on the third message."""
    return put(dialog, 2, good.property_of(good.dialog_thread()[2], **changes))


def with_application(**changes: str) -> Callable[[], Exchange]:
    """The dialog with another application property on the third message."""
    return put(dialog, 2, good.envelope_of(good.dialog_thread()[2], **changes))


def returned(condition: str = "transport:unsupported-message", body: bytes = b"", **changes: str) -> Exchange:
    """A question that came back on the error queue."""
    question = good.sent(HN, good.question())
    error = good.refused_on_queue(question, condition)
    return Exchange((question, good.envelope_of(Item(error.sender, body, error.envelope, error.time), **changes)))


def with_error_subject() -> Exchange:
    """A question that came back on the error queue under another subject."""
    question, error = returned().items
    return Exchange((question, good.property_of(error, subject="APPREC")))


def soap(*, subject: str = SOAP_FAULT, reason: str = "Kan ikke behandles", raw: bytes = b"") -> Exchange:
    """A question that is answered with a SOAP fault."""
    question = good.sent(HN, good.question())
    assert question.envelope is not None
    envelope = fault_envelope(message_id=good.uid("soap"), about=question.envelope, time_stamp=good.NOW.isoformat())
    answer = Item(EPJ, raw or SoapFault("Receiver", reason).to_xml(), envelope, good.NOW)
    receipt = good.item(EPJ, good.receipt(good.question()))
    return Exchange((question, receipt, good.property_of(answer, subject=subject)))


def without_patient(code: str) -> Exchange:
    """A question about nobody, refused with a code."""
    raw = good.message("EKONTAKT", good.request("HE", text="Hei"), patient=False).to_xml()
    asked = good.item(HN, raw, subject="DIALOG_INNBYGGER_EKONTAKT", fault=BROKEN)
    return Exchange((asked, good.item(EPJ, good.receipt(good.question(), refused=code))))


def resent(name: str, *, msg_id: str = "p1", seconds: int | None = 90, queue: bool = False) -> Exchange:
    """An appointment that was refused, and sent again as another delivery with its own ids."""
    first = good.sent(EPJ, good.avtale(), name="en")
    refusal = good.refused_on_queue(first) if queue else good.item(HN, good.receipt(good.avtale(), refused="T02"))
    what = good.avtale(name=msg_id)
    time = None if seconds is None else good.NOW + timedelta(seconds=seconds)
    again = replace(good.sent(EPJ, what, name=name), time=time)
    accepted = msg_id != "p1" or (queue and name != "en")
    last = (good.item(HN, good.receipt(what, name="a p2")),) if accepted else ()
    return Exchange((first, refusal, again, *last))


def services(*more: tuple[str, str], www: bool = False) -> bytes:
    """The services of a citizen, with texts replaced."""
    process = CATALOGUE["DIALOG_INNBYGGER_TJENESTEOVERSIKT"]
    inner = SERVICE
    for old, new in more:
        assert old in inner
        inner = inner.replace(old, new)
    root = f'<TjenesteOversikt xmlns="{NS["to"]}"'
    raw = write(process, process.steps[0]).decode().replace(f"{root}/>", f"{root}>{inner}</TjenesteOversikt>")
    return raw.replace(NS["to"], TJENESTEOVERSIKT_WWW if www else NS["to"]).encode()


def late(hours: int) -> Exchange:
    """A question and a receipt so many hours after it."""
    question = good.sent(HN, good.question())
    receipt = good.item(EPJ, good.receipt(good.question()))
    return Exchange((question, replace(receipt, time=good.NOW + timedelta(hours=hours))))


def vague() -> bytes:
    """A receipt that says why in its own words."""
    return change(rejected(), 'V="E36"', 'V="X99" OT="Vedlegget kunne ikke åpnes"')


CASES = [
    Case("AQ-01", "ingen mottakerkø", dialog, with_property(to="")),
    Case("AQ-01", "ingen reply-to", dialog, with_property(reply_to="")),
    Case("AQ-01", "ingen correlationId", dialog, with_property(correlation_id="")),
    Case("AQ-01", "ikke UUID", dialog, with_property(message_id="melding-1")),
    Case("AQ-01", "UUID uten bindestreker", dialog, with_property(message_id=good.uid("x").replace("-", "")), REMARK),
    Case("AQ-01", "ukjent innholdstype", dialog, with_property(content_type="application/zip"), REMARK),
    Case("AQ-01", "ikke et tidspunkt", dialog, with_application(applicationTimeStamp="i går")),
    Case("AQ-01", "tid uten sone", dialog, with_application(applicationTimeStamp="2026-11-21T10:00:00"), REMARK),
    Case("AQ-03", "ukjent feilkode", returned, lambda: returned("transport:noe-annet"), REMARK),
    Case("AQ-03", "ingen beskrivelse", returned, lambda: returned(errorDescription="")),
    Case("AQ-03", "ikke speilet", returned, lambda: returned(toHerId="8219999")),
    Case("AQ-03", "har kropp", returned, lambda: returned(body=b"x"), REMARK),
    Case(
        "AQ-03",
        "samme id",
        returned,
        lambda: returned(originalMessageId=good.uid("feil")),
        also=frozenset({"AR-05"}),
    ),
    Case("AQ-03", "annet emne", returned, with_error_subject, REMARK),
    Case("AQ-05", "feil emne", soap, lambda: soap(subject="DIALOG_INNBYGGER_EKONTAKT")),
    Case("AQ-05", "ingen grunn", soap, lambda: soap(reason=" "), REMARK),
    Case("AQ-05", "ikke SOAP", soap, lambda: soap(raw=b"<a/>"), REMARK),
    Case("AQ-02", "samme MsgId", lambda: resent("to", msg_id="p2"), lambda: resent("to")),
    Case("AQ-02", "uten tider", lambda: resent("to", seconds=30), lambda: resent("to", seconds=None), REMARK),
    Case("AQ-02", "samme message-id", lambda: resent("to", queue=True), lambda: resent("en", queue=True)),
    Case("AR-08", "etter 97 timer", lambda: late(95), lambda: late(97), REMARK),
    Case("TO-01", "for lang id", services, lambda: services(("9</TjenesteId>", "9" * 31 + "</TjenesteId>"))),
    Case("TO-01", "ikke noe navn", services, lambda: services(("Hjemmesykepleie", " "))),
    Case("TO-01", "ikke HER-id", services, lambda: services(("8210011", "H-1"))),
    Case("TO-01", "annen ident", services, lambda: services(('V="HER"', 'V="ENH"'))),
    Case("TO-01", "annet område", services, lambda: services(("Område>1<", "Område>2<")), REMARK),
    Case("TO-01", "slutter før den begynner", services, lambda: services(("2027-01-01", "2025-01-01")), REMARK),
    Case("TO-01", "samme id to ganger", services, lambda: services((SERVICE, SERVICE * 2)), REMARK),
    Case("TO-01", "navnerom med www", services, lambda: services(www=True), REMARK),
    Case("AR-07", "X99 uten grunn", vague, edit(vague, ' OT="Vedlegget kunne ikke åpnes"', ""), REMARK),
    Case("AR-07", "feil kode", lambda: without_patient("E36"), lambda: without_patient("E10"), REMARK),
]
