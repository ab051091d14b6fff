"""Pairs for the rules of lists, series and reasons in xCal, and of real time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import Payload
from tests.standards import good
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import REMARK, Case, change, edit, push

LATER = good.NOW + timedelta(seconds=16)
AFTER_END = "</dtend>"
WEEKLY = "<rrule><recur><freq>WEEKLY</freq></recur></rrule>"
EXCLUDED = "<exdate><date-time>2026-12-08T10:00:00</date-time></exdate>"
REASON = "<x-cancellation-reason><text>Avlyst av tjeneste</text></x-cancellation-reason>"
CANCELLED = "<status><text>CANCELLED</text></status>"


def real_time(dialog: Dialogmelding, *more: Payload, name: str = "s1", sender: Role = HN, to: str = "") -> bytes:
    """A message of TIMERESERVASJON that is answered at once; `to` names what it answers."""
    answers = (to, to) if to else None
    raw = good.message("TIMERESERVASJON", dialog, *more, name=name, sender=sender, answers=answers).to_xml()
    return change(raw, 'Ack V="J" DN="Ja"', 'Ack V="N" DN="Nei"')


def search() -> bytes:
    """HLT for four weeks."""
    asked = Foresporsel(Code("HLT", oid(7601)), from_date=date(2026, 12, 1), to_date=date(2026, 12, 29))
    return real_time(Dialogmelding(asked))


def answer(code: str, *more: Payload) -> Callable[[], bytes]:
    """An answer in real time."""
    return lambda: real_time(good.note(code), *more, name="s2", sender=EPJ, to="s1")


def with_property(*texts: str) -> Callable[[], bytes]:
    """The pushed appointment with more properties."""
    return edit(push, AFTER_END, AFTER_END + "".join(texts))


def asked_and_answered(answer_item: Callable[[Item], Item] = lambda item: item) -> Exchange:
    """HBT and its answer."""
    asked = good.item(HN, real_time(good.request("HBT")), subject="DIALOG_INNBYGGER_TIMERESERVASJON", name="samme")
    reply = good.item(EPJ, answer("02")(), subject="DIALOG_INNBYGGER_TIMERESERVASJON")
    assert asked.envelope is not None
    return Exchange((asked, answer_item(good.property_of(reply, correlation_id=asked.envelope.correlation_id))))


def youth(*more: Payload) -> bytes:
    """A youth asks for a time."""
    return good.message("TIMEONSKEUNGDOM", good.request("OT", text="Time"), *more).to_xml()


def own_dialog(code: str) -> Exchange:
    """The EPJ starts a dialog and goes on in it before the citizen has answered."""
    started = good.message("EKONSULTASJON", good.request("DI", subject="Emne", text="Hei"), sender=EPJ)
    more = good.message("EKONSULTASJON", good.note(code, "Mer"), name="m2", sender=EPJ, answers=("m1", "m1"))
    items = []
    for what in (started, more):
        items += [good.sent(EPJ, what), good.item(HN, good.receipt(what, name=f"a {what.msg_id}"))]
    return Exchange(tuple(items))


def refused(*after: Item) -> Exchange:
    """An appointment refused with E35, and what came after."""
    pushed = good.avtale()
    return Exchange((good.sent(EPJ, pushed), good.item(HN, good.receipt(pushed, refused="E35")), *after))


def again(name: str, seconds: int | None) -> tuple[Item, Item]:
    """Another appointment for the same citizen with its receipt, so many seconds after."""
    what = good.avtale("07", name=name)
    time = None if seconds is None else good.NOW + timedelta(seconds=seconds)
    return replace(good.sent(EPJ, what), time=time), good.item(HN, good.receipt(what, name=f"a {name}", refused="E35"))


def active(value: str = "1") -> tuple[Item, Item]:
    """Helsenorge tells whether the citizen is active."""
    told = good.message(
        "DIGITALBRUKER", Dialogmelding(Foresporsel(Code("SDAB", oid(7601)), extra=Code(value, oid(1101)))), name="d1"
    )
    return good.sent(HN, told), good.item(EPJ, good.receipt(told, name="a d1"))


def wished(code: str, process: str = "TIMEONSKE", asked: str = "OT") -> Exchange:
    """A request and its answer with a code."""
    request = good.message(process, Dialogmelding(Foresporsel(Code(asked, oid(7601)), extra=Code("1", oid(1101)))))
    reply = good.message(process, good.note(code), name="m2", sender=EPJ, answers=("m1", "m1"))
    items = []
    for sender, what in ((HN, request), (EPJ, reply)):
        items += [good.sent(sender, what), good.item(sender.other, good.receipt(what, name=f"a {what.msg_id}"))]
    return Exchange(tuple(items))


def _without(name: str) -> Callable[[], bytes]:
    """The planned visit without a property."""

    def build() -> bytes:
        head, _, tail = PLANNED().decode().partition(f"<{name}>")
        return (head + tail.partition(f"</{name}>")[2]).encode()

    return build


CONFIRMED = answer("01", good.visit("CONFIRMED"))
PLANNED = answer("01", good.visit("TENTATIVE"))
SINGLE = with_property(WEEKLY, EXCLUDED)


def active_again() -> Exchange:
    """An appointment after SDAB 1."""
    return refused(*active(), *again("p2", 90))


CASES = [
    Case("DM-12", "08 på et ønske om time", lambda: wished("05"), lambda: wished("08")),
    Case("DM-12", "05 på avbestilling", lambda: wished("08", asked="OAT"), lambda: wished("05", asked="OAT")),
    Case("DM-12", "avslag er alltid lov", lambda: wished("26"), lambda: wished("09")),
    Case(
        "DM-12",
        "12 i tjenestens egen tråd",
        lambda: own_dialog("13"),
        lambda: own_dialog("12"),
        REMARK,
    ),
    Case("A18", "fem uker", search, edit(search, "2026-12-29", "2026-12-30")),
    Case("A18", "til før fra", search, edit(search, "2026-12-29", "2026-11-30")),
    Case("A18", "03 uten timer", answer("03", good.visit()), answer("03")),
    Case("A18", "04 med timer", answer("04"), answer("04", good.visit())),
    Case("A19", "01 uten timer", PLANNED, answer("01")),
    Case("A19", "02 med timer", answer("02"), answer("02", good.visit("TENTATIVE"))),
    Case("A19", "ukjent status", PLANNED, edit(PLANNED, "TENTATIVE", "MAYBE")),
    Case("A19", "ingen status", PLANNED, answer("01", good.visit()), REMARK),
    Case("A19", "bekreftet uten ansatt", PLANNED, CONFIRMED, REMARK),
    Case("A19", "planlagt uten ansvarlig", PLANNED, _without("organizer"), REMARK),
    Case("A19", "planlagt uten tjeneste", PLANNED, edit(PLANNED, "TjenesteId:9", "Ordinær"), REMARK),
    Case("A37", "planlagt med små bokstaver", PLANNED, edit(PLANNED, "TENTATIVE", "Tentative"), REMARK),
    Case("A19", "annet sted", PLANNED, edit(PLANNED, "Hjemmebesøk", "Rom 3"), REMARK),
    Case("A20", "for sent", asked_and_answered, lambda: asked_and_answered(lambda item: replace(item, time=LATER))),
    Case(
        "A20",
        "annen correlationId",
        asked_and_answered,
        lambda: asked_and_answered(lambda item: good.property_of(item, correlation_id=good.uid("annen"))),
    ),
    Case("A22", "ny time etter E35", lambda: refused(*again("p2", 30)), lambda: refused(*again("p2", 90))),
    Case(
        "A22", "uten tider", lambda: refused(*active(), *again("p2", 90)), lambda: refused(*again("p2", None)), REMARK
    ),
    Case("A22", "fortsatt ikke aktiv", refused, lambda: refused(*active("2"), *again("p2", 90))),
    Case("A26", "månedlig", SINGLE, edit(SINGLE, "WEEKLY", "MONTHLY")),
    Case(
        "A26",
        "to datoer i en exdate",
        SINGLE,
        edit(SINGLE, "</date-time></exdate>", "</date-time><date-time>2026-12-15T10:00:00</date-time></exdate>"),
        also=frozenset({"MH-01"}),
    ),
    Case(
        "A27",
        "ikke avlyst",
        edit(with_property(CANCELLED, REASON), 'V="05"', 'V="08"'),
        edit(with_property("<status><text>CONFIRMED</text></status>", REASON), 'V="05"', 'V="08"'),
    ),
    Case(
        "A27",
        "avlyst bare i koden",
        edit(with_property(CANCELLED, REASON), 'V="05"', 'V="08"'),
        edit(with_property(REASON), 'V="05"', 'V="08"'),
        REMARK,
    ),
    Case("A34", "sone som tall", push, edit(push, "T10:30:00", "T10:30:00+01:00"), also=frozenset({"MH-01"})),
    Case("A34", "bare slutten i UTC", push, edit(push, "T10:30:00", "T10:30:00Z"), REMARK),
    Case("PR-01", "på vegne av ungdom (A25)", youth, lambda: youth(good.acting())),
]
