"""Pairs for what the process table says of roles, documents and codes, and of reservations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from lxml import etree

from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.exchange import Exchange
from standards.hodemelding import Payload
from tests.standards import good
from tests.standards.calendar_cases import answer, real_time, wished, with_property
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import PERSON, REMARK, Case, change, edit, push, signed
from tests.standards.rule_cases import wished as treated

PRACTITIONER = (
    '<Helsepersonell xmlns="http://www.kith.no/xmlstds/helsepersonell/2015-05-04">'
    '<Helsepersonell><FamilyName xmlns="http://www.kith.no/xmlstds/felleskomponent1">Lie</FamilyName>'
    '<GivenName xmlns="http://www.kith.no/xmlstds/felleskomponent1">Ada</GivenName>'
    '<Ident xmlns="http://www.kith.no/xmlstds/felleskomponent1"><Id>{hpr}</Id>'
    '<TypeId V="HPR" S="2.16.578.1.12.4.1.1.8116"/></Ident></Helsepersonell></Helsepersonell>'
)
HP = "http://www.kith.no/xmlstds/helsepersonell/2015-05-04"
PERSONS = f'<Personer xmlns="{good.PERSON}"/>'
WISH = '<RoleToPatient V="23" S="2.16.578.1.12.4.1.1.9034"/>'
CATEGORY = "<categories><text>{}</text></categories>"


class Raw:
    """A document as XML."""

    def __init__(self, xml: str) -> None:
        self.xml = xml

    def to_element(self) -> etree._Element:
        """Parse it."""
        return etree.fromstring(self.xml)


def raw(xml: str) -> Payload:
    """A document as XML."""
    return cast("Payload", Raw(xml))


def practitioners(hpr: str = "1234567") -> Payload:
    """A list of one practitioner."""
    return raw(f'<HelsepersonelListe xmlns="{HP}">{PRACTITIONER.format(hpr=hpr)}</HelsepersonelListe>')


def role(code: str = "23", hpr: str = "1234567") -> str:
    """RollerRelatertNotat with a practitioner."""
    ident = f'<Ident><fk1:Id>{hpr}</fk1:Id><fk1:TypeId V="HPR" S="2.16.578.1.12.4.1.1.8116"/></Ident>'
    names = "<FamilyName>Lie</FamilyName><GivenName>Ada</GivenName>"
    person = f"<HealthcareProfessional>{names}{ident}</HealthcareProfessional>"
    opened = '<RollerRelatertNotat xmlns:fk1="http://www.kith.no/xmlstds/felleskomponent1">'
    return f"{opened}{WISH.replace('23', code, 1)}{person}</RollerRelatertNotat>"


def consulted() -> bytes:
    """A citizen asks a practitioner of choice."""
    asked = good.message("EKONSULTASJON", good.request("SB", subject="Hoste", text="Bør jeg komme?"))
    return change(asked.to_xml(), "</Sporsmal>", f"</Sporsmal>{role()}")


def coordinator() -> bytes:
    """A citizen writes to the coordinator, in Dialogmelding 1.0."""
    text = good.message("KOORDINATOR", good.request("HE", text="Hei")).to_xml().decode()
    text = text.replace("dialog/2013-01-23", "dialog/2006-10-11")
    return change(text.encode(), "</Sporsmal>", f"</Sporsmal>{role('17')}")


def status(code: str, *more: Payload) -> Callable[[], bytes]:
    """The answer to who is digitally active."""
    return lambda: good.message(
        "DIGITALBRUKER", good.note(code), *more, name="m2", answers=("m1", "m1"), patient=False
    ).to_xml()


def treating(code: str, *more: Payload) -> Callable[[], bytes]:
    """The answer to who treats the patient."""

    def build() -> bytes:
        what = good.message("BEHANDLEROVERSIKT", good.note(code), *more, name="m2", sender=EPJ, answers=("m1", "m1"))
        return change(what.to_xml(), 'Ack V="J" DN="Ja"', 'Ack V="N" DN="Nei"')

    return build


def told(value: str = "1", kodeverk: int = 1101) -> Callable[[], bytes]:
    """Helsenorge tells whether the citizen is active."""
    extra = Code(value, oid(kodeverk))
    return lambda: good.message(
        "DIGITALBRUKER", Dialogmelding(Foresporsel(Code("SDAB", oid(7601)), extra=extra))
    ).to_xml()


def wish(code: str, *more: Payload) -> Callable[[], bytes]:
    """The answer to a wish for a time."""
    return lambda: good.message(
        "TIMEONSKE", good.note(code), *more, name="m2", sender=EPJ, answers=("m1", "m1")
    ).to_xml()


def free(*properties: str) -> Callable[[], bytes]:
    """A free slot."""
    return edit(answer("03", good.visit()), "</dtend>", "</dtend>" + "".join(properties))


def booked(uid: str = "time", related: str | None = "slot", *, offered: bool = True) -> Exchange:
    """Search, slots, reservation and confirmation with the uid and related-to given."""
    process = "DIALOG_INNBYGGER_TIMERESERVASJON"
    search = Foresporsel(Code("HLT", oid(7601)), from_date=date(2026, 12, 1), to_date=date(2026, 12, 14))
    asked = good.item(HN, real_time(Dialogmelding(search), name="s1"), subject=process, name="samme")
    assert asked.envelope is not None
    slots = edit(answer("03", good.visit()), good.uid("time"), good.uid("slot"))()
    found = good.item(EPJ, slots, subject=process, name="svar")
    wanted = Dialogmelding(Foresporsel(Code("RT", oid(7601)), extra=Code("2", oid(1101))))
    reserved = good.message("TIMERESERVASJON", wanted, good.calendar(), name="r1")
    confirmed = good.message(
        "TIMERESERVASJON",
        good.note("05"),
        good.calendar(good.uid(related) if related else None),
        name="r2",
        sender=EPJ,
        answers=("r1", "r1"),
    )
    slot = good.uid("slot" if offered else "annen")
    there = change(reserved.to_xml(), good.uid("time"), slot)
    back = confirmed.to_xml().replace(good.uid("time").encode(), good.uid(uid).encode())
    if related == "slot":
        back = back.replace(good.uid("slot").encode(), slot.encode())
    return Exchange(
        (
            asked,
            good.property_of(found, correlation_id=asked.envelope.correlation_id),
            good.item(HN, there, subject=process, name="r1"),
            good.item(EPJ, good.receipt(reserved, name="a1"), name="a1"),
            good.item(EPJ, back, subject=process, name="r2"),
            good.item(HN, good.receipt(confirmed, name="a2"), name="a2"),
        )
    )


def chosen(hpr: str, *more: Payload) -> Exchange:
    """A wish for a time with one practitioner, answered with a time with the same or another."""
    items = wished("05").items
    reply = good.message("TIMEONSKE", good.note("05"), *more, name="m2", sender=EPJ, answers=("m1", "m1")).to_xml()
    asked = change(items[0].raw, "</Foresporsel>", f"{role()}</Foresporsel>")
    given = change(reply, "</Notat>", f"{role('9', hpr)}</Notat>")
    subject = "DIALOG_INNBYGGER_TIMEONSKE"
    return Exchange(
        (
            good.item(HN, asked, subject=subject, name="m1"),
            items[1],
            good.item(EPJ, given, subject=subject, name="m2"),
            items[3],
        )
    )


CASES = [
    Case("DM-07", "feil kodeverk på rollen", treated, edit(treated, "1.9034", "1.9057"), REMARK),
    Case("DM-07", "person uten fornavn", signed, edit(signed, "<GivenName>Ada</GivenName>", ""), REMARK),
    Case("DM-07", "rolle uten person", signed, edit(signed, PERSON, ""), REMARK),
    Case("DM-07", "ønsker seg uten HPR-nummer", consulted, edit(consulted, 'TypeId V="HPR"', 'TypeId V="HER"')),
    Case(
        "DM-07",
        "innbyggeren med annen rolle",
        consulted,
        edit(consulted, 'RoleToPatient V="23"', 'RoleToPatient V="6"'),
    ),
    Case("DM-07", "koordinator uten 17", coordinator, edit(coordinator, 'V="17"', 'V="18"'), REMARK),
    Case("DM-04", "29 med personer", status("29"), status("29", raw(PERSONS.replace("/>", "><Person/></Personer>")))),
    Case("DM-04", "29 med tom liste", status("29"), status("29", raw(PERSONS)), REMARK),
    Case("DM-04", "21 med behandlere", treating("21"), treating("21", practitioners())),
    Case("DM-04", "10 uten helsepersonell", wish("10", practitioners()), wish("10")),
    Case("DM-11", "personer i et avslag", status("26"), status("26", raw(PERSONS)), REMARK),
    Case("DM-11", "behandlere i et avslag", wish("06"), wish("06", practitioners()), REMARK),
    Case("DM-12", "07 på et ønske om time", lambda: wished("06"), lambda: wished("07")),
    Case("DM-12", "34 på et ønske om time", lambda: wished("06"), lambda: wished("34")),
    Case("DM-14", "verken ja eller nei", told(), told("3")),
    Case("DM-14", "annet kodeverk", told("2"), told("2", 7601)),
    Case(
        "DM-15",
        "behandler uten nummer",
        treating("20", practitioners()),
        treating("20", practitioners("")),
        also=frozenset({"DM-08"}),
    ),
    Case(
        "DM-15",
        "ingen behandlere",
        treating("20", practitioners()),
        treating("20", raw(f'<HelsepersonelListe xmlns="{HP}"/>')),
        REMARK,
    ),
    Case("DM-15", "annen behandler enn ønsket", lambda: chosen("1234567"), lambda: chosen("7654321")),
    Case(
        "A35",
        "ukjent kategori",
        with_property(CATEGORY.format("Hastetime")),
        with_property(CATEGORY.format("Kaffe")),
        REMARK,
    ),
    Case(
        "A35",
        "tom TjenesteId",
        with_property(CATEGORY.format("TjenesteId:9")),
        with_property(CATEGORY.format("TjenesteId:")),
        REMARK,
    ),
    Case("A35", "MustCall på en avtale", push, with_property(CATEGORY.format("MustCall")), REMARK),
    Case("A36", "eldre skikk", booked, lambda: booked("slot", "avtale"), REMARK),
    Case("A36", "viser ikke til timen", booked, lambda: booked(related=None), REMARK),
    Case("A36", "time som ikke er tilbudt", booked, lambda: booked(offered=False), REMARK),
]
