"""PR: Pasientrelasjon — who acts for the patient (HITS 1217:2018, 2.5)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.codes import oid
from standards.exchange import Role
from standards.rules.conversation import Conversation
from standards.rules.model import Scope
from standards.rules.patient import NATIONAL, count_idents, list_faults, number_faults
from standards.rules.profiles import RELATIONS, in_force, not_in
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import Message, child, local_name, node, nodes, text, value

CLAUSE = "HITS 1217:2018, 2.5"


@rule(
    "PR-01",
    clause=CLAUSE,
    title="Pasientrelasjon kommer bare fra Helsenorge, i prosesser som har den",
    aliases=("A25",),
    about=("relation",),
)
def only_from_helsenorge(message: Message) -> Iterator[Judgement]:
    """The EPJ never sends it."""
    relation = next(iter(message.relations), None)
    if relation is None:
        return
    if message.direction is None:
        yield Silent("Det er uvisst hvem som har sendt meldingen, så Pasientrelasjon kan være riktig.")
    elif message.direction is Role.EPJ:
        yield Fault(
            "EPJ-en har sendt Pasientrelasjon; det gjør bare Helsenorge.",
            relation,
            expected="ingen Pasientrelasjon i meldinger fra EPJ-en, heller ikke i svar til en foresatt",
            found="Pasientrelasjon",
            fix="Fjern dokumentet. Patient sier hvem meldingen gjelder, uansett hvem som skrev til EPJ-en.",
        )
    elif message.process is not None and not message.process.representation:
        yield Fault(
            f"{message.type} brukes ikke på vegne av andre, men meldingen har Pasientrelasjon.",
            relation,
            expected="ingen Pasientrelasjon",
            found="Pasientrelasjon",
            fix="Fjern dokumentet, eller bruk en prosess der andre kan handle for pasienten.",
            clause=message.process.clause,
        )


@rule(
    "PR-01",
    clause=CLAUSE,
    title="Pasientrelasjon er med når noen handler for pasienten, og ellers ikke",
    scope=Scope.EXCHANGE,
)
def present_when_acting(conversation: Conversation) -> Iterator[Judgement]:
    """Only the sender knows who wrote the message; the exchange may tell."""
    for entry in conversation.messages:
        if entry.sender is not Role.HELSENORGE or not entry.judged:
            continue
        message = entry.message
        acting = conversation.exchange.acting_for_other.get(message.msg_id)
        if acting is None:
            yield Silent("Det er ikke oppgitt om det var pasienten selv som skrev.")
        elif acting != bool(message.relations):
            yield Fault(
                "En annen enn pasienten har skrevet, men meldingen mangler Pasientrelasjon."
                if acting
                else "Pasienten har skrevet selv, men meldingen har Pasientrelasjon.",
                message.relations[0] if message.relations else message.root,
                expected="et dokument med Pasientrelasjon" if acting else "ingen Pasientrelasjon",
                found="Pasientrelasjon" if message.relations else "ingen Pasientrelasjon",
                fix="Legg Pasientrelasjon i et eget dokument." if acting else "Fjern Pasientrelasjon.",
                item=entry.index,
                by=entry.sender,
            )


@rule(
    "PR-02",
    clause=CLAUSE,
    title="Pasientrelasjon har én person med navn og nummer, og en relasjon fra 7611",
    about=("relation",),
)
def relation_content(message: Message) -> Iterator[Judgement]:
    """The person who acts, and by what right."""
    for relation in message.relations[1:]:
        yield Fault(
            "Meldingen har mer enn én Pasientrelasjon, så det er uvisst hvem som handler for pasienten.",
            relation,
            expected="ett dokument med Pasientrelasjon",
            found=f"{len(message.relations)} dokumenter",
            fix="Oppgi bare den som handler for pasienten.",
            remark=True,
        )
    for relation in message.relations:
        persons = nodes(relation, "pr:Person")
        if len(persons) == 1:
            yield from _person(persons[0])
            yield from _not_the_patient(message, persons[0])
        else:
            yield Fault(
                "Pasientrelasjon skal ha én person.",
                relation,
                expected="én Person",
                found=f"{len(persons)} personer",
                fix="Oppgi bare den som handler for pasienten.",
            )
        yield from _relation_code(relation, message.profile)


def _person(person: etree._Element) -> Iterator[Judgement]:
    for name in ("FamilyName", "GivenName"):
        if not text(child(person, name)):
            yield Fault(
                f"Den som handler for pasienten, mangler {name}.",
                person,
                expected=f"{name} med innhold",
                found="tomt eller ikke til stede",
                fix=f"Fyll ut {name}.",
            )
    for unused in (found for name in ("DateOfBirth", "Sex") if (found := child(person, name)) is not None):
        yield Fault(
            "Fødselsdato og kjønn brukes ikke om den som handler for pasienten.",
            unused,
            expected="navn, nummer og eventuelt telefon",
            found=local_name(unused),
            fix=f"Fjern {local_name(unused)}.",
            remark=True,
        )
    idents = nodes(person, "fk1:Ident")
    types = [value(ident, "fk1:TypeId") for ident in idents]
    if len(idents) == 1 and types[0] in NATIONAL:
        problem = "Nummeret til den som handler for pasienten, er merket med feil kodeverk."
        yield from list_faults(node(idents[0], "fk1:TypeId"), problem)
        yield from number_faults(node(idents[0], "fk1:Id"), types[0])
        return
    yield Fault(
        "Den som handler for pasienten, har ikke nøyaktig ett fødselsnummer eller D-nummer.",
        person,
        expected='én Ident med TypeId V="FNR" eller V="DNR"',
        found=count_idents(types),
        fix="Oppgi ett fødselsnummer eller D-nummer.",
    )


def _not_the_patient(message: Message, person: etree._Element) -> Iterator[Judgement]:
    acting = text(node(person, "fk1:Ident/fk1:Id"))
    if acting and acting == text(node(message.info, "mh:Patient/mh:Ident/mh:Id")):
        yield Fault(
            "Den som handler for pasienten, er pasienten selv.",
            person,
            expected="en annen person enn Patient",
            found="samme nummer som Patient",
            fix="Utelat Pasientrelasjon når pasienten skriver selv.",
            remark=True,
        )


def _relation_code(relation: etree._Element, profile: str) -> Iterator[Judgement]:
    element = child(relation, "Relasjon")
    code, list_oid = ("", "") if element is None else (element.get("V") or "", element.get("S") or "")
    if code in RELATIONS and list_oid == oid(7611):
        if not in_force(profile, since=RELATIONS[code]):
            yield Silent(not_in(profile, f"Relasjonen {code}"))
        return
    older = list_oid == oid(9033)
    yield Fault(
        "Relasjonen er fra kodeverk 9033, som var i bruk før oktober 2017."
        if older
        else "Relasjonen er ikke en kode fra kodeverk 7611.",
        relation if element is None else element,
        expected=f'V="FO", "VE", "FU" eller "TD", S="{oid(7611)}"',
        found="ingen Relasjon" if element is None else f'V="{code}" S="{list_oid}"',
        fix="Bruk FO (foreldreansvar), VE (vergemål), FU (fullmakt) eller TD (tildelt fullmakt).",
        remark=older,
    )
