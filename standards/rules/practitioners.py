"""DM-07 and DM-15: who takes part, as RollerRelatertNotat and HelsepersonelListe say it (HITS 1217:2018, 2.4, 2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.codes import oid
from standards.exchange import Role
from standards.processes import BEHANDLEROVERSIKT, ROLES
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message, child, local_name, near, nodes, text

WISHED = "23"
LISTS = {"RolleNotat": 9057, "RoleToPatient": 9034}
LIST = "mh:Document/mh:RefDoc/mh:Content/*[local-name()='HelsepersonelListe']"
ACTORS = ("HealthcareProfessional", "Person", "TilknyttetEnhet")


@rule(
    "DM-07",
    clause="HIS 80603:2017, 5.1.5; HITS 1217:2018, 2.4",
    title="RollerRelatertNotat sier hvem som er med, og rollen; ønsket behandler (23) kommer bare fra innbyggeren",
    about=("role",),
)
def roles(message: Message) -> Iterator[Judgement]:
    """A role without a code is an error; that only the citizen wishes is inferred."""
    for role in (found for body in message.bodies for found in body.iterchildren("{*}RollerRelatertNotat")):
        if not any(_code(child(role, name)) for name in LISTS):
            yield Fault(
                "RollerRelatertNotat sier ikke hvilken rolle personen har.",
                role,
                expected="RolleNotat (kodeverk 9057) eller RoleToPatient (kodeverk 9034)",
                found="ingen av dem",
                fix="Sett RolleNotat 1 for den som har skrevet, eller RoleToPatient for behandleren.",
            )
            continue
        yield from _lists(role)
        yield from _someone(role)
        if message.step is not None and not message.between_actors:
            yield from _of_step(message, role, message.step.role)


def _code(element: etree._Element | None) -> str:
    return "" if element is None else (element.get("V") or "")


def _lists(role: etree._Element) -> Iterator[Judgement]:
    for name, number in LISTS.items():
        element = child(role, name)
        if element is not None and element.get("S") != oid(number):
            yield Fault(
                f"{name} er merket med feil kodeverk.",
                element,
                expected=f'S="{oid(number)}" (kodeverk {number})',
                found=f'S="{element.get("S")}"' if element.get("S") else "ingen S",
                fix=f'Sett S="{oid(number)}".',
                remark=True,
            )


def _someone(role: etree._Element) -> Iterator[Judgement]:
    person = child(role, "Person")
    if person is not None and not all(text(child(person, name)) for name in ("GivenName", "FamilyName")):
        yield Fault(
            "Personen i RollerRelatertNotat har ikke både fornavn og etternavn.",
            person,
            expected="GivenName og FamilyName",
            found=" ".join(text(child(person, name)) for name in ("GivenName", "FamilyName")).strip() or "ingen navn",
            fix="Oppgi hele navnet på den som har skrevet.",
            clause="HITS 1217:2018, 2.4",
            remark=True,
        )
    if all(child(role, name) is None for name in ACTORS):
        yield Fault(
            "RollerRelatertNotat sier en rolle, men ikke hvem som har den.",
            role,
            expected="HealthcareProfessional, Person eller TilknyttetEnhet",
            found="ingen av dem",
            fix="Oppgi navnet på den som har rollen.",
            remark=True,
        )


def _of_step(message: Message, role: etree._Element, named: str) -> Iterator[Judgement]:
    element = child(role, "RoleToPatient")
    found = _code(element)
    if named:
        if found != named:
            yield Fault(
                f"Rollen i {message.type} er {found or 'ikke oppgitt'}; guiden har {named}.",
                role if element is None else element,
                expected=f'RoleToPatient V="{named}"',
                found=found or "ingen RoleToPatient",
                fix=f"Sett RoleToPatient {named} fra kodeverk 9034.",
                clause="" if message.process is None else message.process.clause,
                remark=True,
            )
    elif message.direction is Role.HELSENORGE:
        yield from _wish(message, role, found)
    elif found == WISHED:
        yield Fault(
            "Rollen 23 (ønsket behandler) er innbyggerens ønske, men meldingen kom fra EPJ-en.",
            element,
            expected="rollen til den som svarer, fra kodeverk 9034",
            found=WISHED,
            fix="Bruk rollen som den ansatte har til pasienten, for eksempel 9 (primærkontakt).",
            remark=True,
        )


def _wish(message: Message, role: etree._Element, found: str) -> Iterator[Judgement]:
    """What the citizen may say; where the process has no role at all, DM-11 tells."""
    if message.step is None or ROLES in message.step.forbidden:
        return
    if found != WISHED or not hpr_number(role):
        yield Fault(
            "Innbyggeren kan bare ønske seg en behandler, og behandleren må ha HPR-nummer.",
            role,
            expected="RoleToPatient 23 og HealthcareProfessional med HPR-nummer",
            found=f"rolle {found or 'ikke oppgitt'}, {'HPR-nummer' if hpr_number(role) else 'ingen HPR-nummer'}",
            fix="Sett RoleToPatient 23, og HPR-nummeret til den som er valgt fra behandleroversikten.",
            clause="HITS 1217:2018, 2.4",
        )


def hpr_number(element: etree._Element) -> str:
    """The HPR number of a practitioner somewhere below."""
    for ident in element.iter("{*}Ident"):
        if _code(child(ident, "TypeId")) == "HPR":
            return text(child(ident, "Id"))
    return ""


@rule(
    "DM-15",
    clause="HITS 1217:2018, 2.6 og 3.11",
    title="Listen over helsepersonell har navn og nummer på hver",
    by_step=True,
    about=("practitioners",),
)
def listed_practitioners(message: Message) -> Iterator[Judgement]:
    """The chapter on practitioners demands it; elsewhere the list is only described."""
    demanded = message.type == BEHANDLEROVERSIKT.code
    for found in (item for item in message.payloads if local_name(item) == "HelsepersonelListe"):
        persons = [inner for outer in found.iterchildren("{*}Helsepersonell") for inner in _inner(outer)]
        if not persons:
            yield _lacking(found, "Listen over helsepersonell er tom.", "minst én Helsepersonell", remark=True)
        for person in persons:
            missing = [name for name in ("FamilyName", "GivenName") if not text(child(person, name))]
            missing += [] if any(text(one) for one in person.iterfind("{*}Ident/{*}Id")) else ["Ident"]
            if missing:
                problem = "En behandler i listen mangler navn eller nummer."
                yield _lacking(person, problem, "FamilyName, GivenName og Ident", missing, remark=not demanded)


def _inner(outer: etree._Element) -> list[etree._Element]:
    return list(outer.iterchildren("{*}Helsepersonell"))


def _lacking(
    at: etree._Element, problem: str, expected: str, missing: list[str] | None = None, *, remark: bool
) -> Fault:
    found = f"mangler {' og '.join(missing)}" if missing else "ingen"
    return Fault(
        problem, at, expected=expected, found=found, fix="Fyll ut det innbyggeren trenger for å velge.", remark=remark
    )


@rule(
    "DM-15",
    clause="HITS 1217:2018, 3.4.2 til 3.5",
    title="Når en annen enn den ønskede har timen, er helsepersonellet med i svaret",
    scope=Scope.EXCHANGE,
    by_step=True,
)
def other_practitioner_is_listed(conversation: Conversation) -> Iterator[Judgement]:
    """Seen only where both the wish and the answer name someone; code 10 says it by itself (DM-04)."""
    for entry in conversation.messages:
        message = entry.message
        if not entry.judged or message.step is None or "HelsepersonelListe" not in message.step.may_have:
            continue
        asked = conversation.by_msg_id(message.parent, entry.sender.other)
        wanted, given = ("" if asked is None else _named(asked)), _named(entry)
        if wanted and given and wanted != given and not nodes(message.root, LIST):
            yield Fault(
                "Timen er hos en annen enn den innbyggeren ønsket, men svaret har ingen liste over helsepersonell.",
                near(message.root, "mh:Document"),
                expected="et Document med HelsepersonelListe",
                found="ingen HelsepersonelListe",
                fix="Legg inn den som har timen, i et eget Document.",
                item=entry.index,
                by=entry.sender,
            )


def _named(entry: Entry) -> str:
    roles = (found for body in entry.message.bodies for found in body.iterchildren("{*}RollerRelatertNotat"))
    return next((number for role in roles if (number := hpr_number(role))), "")
