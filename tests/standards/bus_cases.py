"""Pairs for the rules of the bus and its error queue, and of the reasons in receipts."""

from __future__ import annotations

from collections.abc import Callable

from standards.exchange import Exchange, Item
from tests.standards import good
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import REMARK, Case, change, dialog, edit, put, rejected

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


def without_patient(code: str) -> Exchange:
    """A question about nobody, refused with a code."""
    raw = good.message("EKONTAKT", good.request("HE", text="Hei"), patient=False).to_xml()
    asked = good.item(HN, raw, subject="DIALOG_INNBYGGER_EKONTAKT", fault=BROKEN)
    return Exchange((asked, good.item(EPJ, good.receipt(good.question(), refused=code))))


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
    Case("AR-07", "X99 uten grunn", vague, edit(vague, ' OT="Vedlegget kunne ikke åpnes"', ""), REMARK),
    Case("AR-07", "feil kode", lambda: without_patient("E36"), lambda: without_patient("E10"), REMARK),
]
