"""Pairs for the rules of details: codes and addresses in the head, ids and lives on the bus, what a time says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from standards.exchange import Exchange, Item
from tests.standards import good
from tests.standards.actor_cases import asked as between_actors
from tests.standards.bus_cases import returned, services
from tests.standards.calendar_cases import PLANNED as VISITS
from tests.standards.calendar_cases import asked_and_answered, with_property
from tests.standards.catalogue_cases import CATEGORY
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import (
    REMARK,
    Case,
    accepted,
    change,
    dialog,
    edit,
    parent,
    push,
    put,
    question,
    with_file,
)

PHONE = '<TeleCom><TeleAddress V="tel:22225555"/></TeleCom>'
OTHER = (
    '<OtherReceiver><RoleReceiver V="COP" DN="Kopimottaker"/><Organisation><OrganisationName>Legekontor'
    '</OrganisationName><Ident><Id>8210021</Id><TypeId V="HER" S="2.16.578.1.12.4.1.1.9051"/></Ident></Organisation>'
    "</OtherReceiver>"
)
PERSON = '<HCPerson><Name>Ada Lie</Name><Id>1234567</Id><TypeId V="HPR"/></HCPerson>'
ATTENDEE = (
    "<attendee><parameters><cn><text>Ada Lie</text></cn></parameters>"
    "<cal-address>mailto:ada@fjordvik.example</cal-address></attendee>"
)
WINDOW = CATEGORY.format("Tidsvindu")
DURATION = "<x-expected-duration><duration>PT30M</duration></x-expected-duration>"
REFERRAL = "<x-referral-id><text>1</text></x-referral-id>"
CONFIRMED = "<status><text>CONFIRMED</text></status>"


def copied() -> bytes:
    """A question with a copy to another."""
    return change(question(), "<Patient>", f"{OTHER}<Patient>")


def at(zone: str) -> bytes:
    """A question that was written at that offset."""
    return re.sub(rb"(<(?:\w+:)?GenDate>[^<]{19})[^<]*", rb"\g<1>" + zone.encode(), question())


def by_phone() -> bytes:
    """A question from a patient with a telephone."""
    return change(question(), "</Ident></Patient>", f"</Ident>{PHONE}</Patient>")


def two_files(*, together: bool) -> bytes:
    """A question with two files, in one Document or in two."""
    raw = good.question(good.attachment(), good.attachment()).to_xml()
    if not together:
        return raw
    text = with_file().decode()
    start, end = text.index("<Base64Container"), text.index("</Base64Container>") + len("</Base64Container>")
    return (text[:end] + text[start:end] + text[end:]).encode()


def referred(raw: bytes) -> bytes:
    """The message with one Document more, whose file is only referred to."""
    text = raw.decode()
    start, end = text.rindex("<Document>"), text.rindex("</Document>") + len("</Document>")
    content = text[text.rindex("<Content>") : text.rindex("</Content>") + len("</Content>")]
    beside = text[start:end].replace(content, "<FileReference>https://fil.example/1.pdf</FileReference>")
    return (text[:end] + beside + text[end:]).encode()


def sent_again(times: int) -> Exchange:
    """A question sent that many times, as deliveries of their own, and acknowledged once."""
    asked = [good.sent(HN, good.question(), name=f"levering {number}") for number in range(times)]
    return Exchange((asked[0], good.item(EPJ, good.receipt(good.question())), *asked[1:]))


def same_id() -> Exchange:
    """Two messages under one message-id."""
    items = dialog().items
    first, other = items[2].envelope, items[6]
    assert first is not None
    return Exchange((*items[:6], good.property_of(other, message_id=first.message_id), *items[7:]))


def living(milliseconds: int | None) -> Exchange:
    """A search in real time whose question lives that long on the bus."""
    items = asked_and_answered().items
    return Exchange(tuple(_living(one, milliseconds) for one in items))


def _living(one: Item, milliseconds: int | None) -> Item:
    assert one.envelope is not None
    return replace(one, envelope=replace(one.envelope, ttl_ms=milliseconds))


def named(*texts: str) -> Callable[[], bytes]:
    """The pushed appointment with a visitor."""
    return with_property(ATTENDEE, *texts)


def twice() -> bytes:
    """A push of two times."""
    text = push().decode()
    start, end = text.index("<vevent>"), text.index("</vevent>") + len("</vevent>")
    return (text[:end] + text[start:end].replace(good.uid("time"), good.uid("annen")) + text[end:]).encode()


def stamped(when: str) -> Exchange:
    """A message of the error queue that says when it was received."""
    return returned(receiverTimeStamp=when)


LATER = (good.NOW + timedelta(hours=1)).isoformat()

CASES = [
    Case(
        "MH-11",
        "ukjent rolle på kopimottaker",
        copied,
        edit(copied, 'RoleReceiver V="COP"', 'RoleReceiver V="KOP"'),
        REMARK,
    ),
    Case(
        "MH-11",
        "ukjent hastegrad",
        edit(question, "<Ack ", '<RequestedPriority V="H" DN="Haster"/><Ack '),
        edit(question, "<Ack ", '<RequestedPriority V="9" DN="Haster"/><Ack '),
        REMARK,
    ),
    Case("MH-11", "ukjent Ack mellom aktører", between_actors, edit(between_actors, 'Ack V="J"', 'Ack V="X"'), REMARK),
    Case(
        "MH-11",
        "ukjent MsgType",
        parent,
        lambda: _second(parent(), 'MsgType V="XML"', 'MsgType V="XLM"'),
        REMARK,
    ),
    Case("MH-15", "tidspunkt uten sone", question, lambda: at(""), REMARK),
    Case("MH-15", "en sone Norge ikke har", question, lambda: at("+03:00"), REMARK),
    Case("MH-12", "telefon uten prefiks", by_phone, edit(by_phone, "tel:", ""), REMARK),
    Case("MH-13", "to vedlegg i ett dokument", lambda: two_files(together=False), lambda: two_files(together=True)),
    Case(
        "MH-13",
        "to vedlegg i ett dokument, og et dokument uten innhold",
        lambda: referred(two_files(together=False)),
        lambda: referred(two_files(together=True)),
    ),
    Case("AR-03", "både tjeneste og person", accepted, edit(accepted, "</Dept>", f"</Dept>{PERSON}"), REMARK),
    Case("AR-09", "annen MsgType", accepted, edit(accepted, 'MsgType V="APPREC"', 'MsgType V="AppRec"')),
    Case("AR-09", "Id er ikke en UUID", accepted, edit(accepted, good.uid("a1"), "kvittering-1"), REMARK),
    Case("AQ-03", "tidspunkt uten sone", lambda: stamped(LATER), lambda: stamped("2026-11-21T11:00:00"), REMARK),
    Case("AQ-06", "sendt tre ganger", lambda: sent_again(2), lambda: sent_again(3), REMARK),
    Case("AQ-06", "samme message-id", dialog, same_id, also=frozenset({"AR-02"})),
    Case(
        "AQ-06",
        "message-id er MsgId",
        dialog,
        put(dialog, 2, good.property_of(good.dialog_thread()[2], message_id=good.uid("m2"))),
        REMARK,
    ),
    Case("AQ-07", "lever i et minutt", lambda: living(15_000), lambda: living(60_000), REMARK),
    Case("A37", "ukjent status", with_property(CONFIRMED), with_property(CONFIRMED.replace("CONFIRMED", "BOOKED"))),
    Case("A37", "små bokstaver", with_property(CONFIRMED), with_property(CONFIRMED.lower()), REMARK),
    Case(
        "A37",
        "gjennomført, men ikke MOA",
        with_property(CONFIRMED),
        with_property(CONFIRMED.replace("CONFIRMED", "COMPLETED")),
        REMARK,
    ),
    Case("A38", "varighet uten tidsvindu", with_property(WINDOW, DURATION), with_property(DURATION), REMARK),
    Case("A38", "henvisning i kommunen", push, with_property(REFERRAL), REMARK),
    Case("A39", "ansatt uten navn", named(), edit(named(), "<text>Ada Lie</text>", "<text/>"), REMARK),
    Case("A39", "adresse uten mailto", named(), edit(named(), "mailto:", "tel:"), REMARK),
    Case("A40", "to timer i en Avtale", push, twice, REMARK),
    Case(
        "DM-11",
        "dato i en Avtale",
        push,
        edit(push, "</Foresporsel>", "<FraDato>2026-12-01</FraDato></Foresporsel>"),
        REMARK,
    ),
    Case("A19", "planlagt før i dag", VISITS, edit(VISITS, "2026-12-01", "2026-11-20", 2), REMARK),
    Case("TO-01", "ikke begynt", services, lambda: services(("2026-01-01", "2026-12-01")), REMARK),
    Case("TO-01", "avsluttet", services, lambda: services(("2027-01-01", "2026-11-20")), REMARK),
    Case(
        "PR-02",
        "fødselsdato på den som handler",
        parent,
        edit(parent, "</fk1:GivenName><fk1:Ident>", '</fk1:GivenName><fk1:Sex V="2"/><fk1:Ident>'),
        REMARK,
    ),
]


def _second(raw: bytes, old: str, new: str) -> bytes:
    head, tail = raw.decode().split(old, 1)
    assert old in tail
    return (head + old + tail.replace(old, new, 1)).encode()
