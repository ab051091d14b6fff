"""AR-01, AR-03, AR-04 and AR-09: one application receipt by itself (HIS 80415:2012, HITS 1168:2016)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.codes import oid
from standards.rules.hodemelding import UUID, schema_faults
from standards.rules.register import RECEIPTS, Fault, Judgement, rule
from standards.rules.view import Message, child, near, node, nodes, text, value, value_of
from standards.xml import APPREC_11

STATUS = {"1": "OK", "2": "Avvist"}
ERROR_CODES = (
    *("T01", "T02", "T10", "T99", "S01", "S02", "S03", "S99"),
    *("E10", "E20", "E21", "E30", "E31", "E32", "E33", "E34", "E35", "E36", "E53", "E54", "X99"),
)
MIG_VERSIONS = {"1.1": "v1.1 2012-02-15", "1.0": "1.0 2004-11-21"}
SENDER_ROLES = {"1.1": ("PRIM", "COP"), "1.0": ("REQ", "SPR", "PRIM", "COP")}


def version(message: Message) -> str:
    """`1.1` or `1.0`, by the namespace."""
    return "1.1" if message.root.tag == f"{{{APPREC_11}}}AppRec" else "1.0"


@rule(
    "AR-01",
    clause="HIS 80415:2012, skjema AppRec",
    title="Kvitteringen følger skjemaet og sier riktig MIGversion",
    on=RECEIPTS,
)
def valid_receipt(message: Message) -> Iterator[Judgement]:
    """The schema takes any text as MIGversion, so it is judged here."""
    yield from schema_faults(message)
    element = message.head.get("MIGversion")
    wanted, found = MIG_VERSIONS[version(message)], text(element)
    if found != wanted:
        yield Fault(
            "MIGversion hører ikke til denne versjonen av AppRec.",
            message.root if element is None else element,
            expected=wanted,
            found=found or "tomt",
            fix=f"Skriv <MIGversion>{wanted}</MIGversion>.",
            clause="HIS 80415:2012, MIGversion",
            remark=not found,
        )


@rule(
    "AR-03",
    clause="HITS 1168:2016; HIS 80415:2012",
    title="Rollene i kvitteringen er PRIM (eller COP) og AVS",
    on=RECEIPTS,
)
def roles(message: Message) -> Iterator[Judgement]:
    """The mirrored addresses need the message and are judged in the exchange."""
    allowed = (("Sender", SENDER_ROLES[version(message)]), ("Receiver", ("AVS",)))
    for side, codes in allowed:
        if side == "Receiver" and version(message) == "1.0":
            continue
        found = value(message.root, f"*[local-name()='{side}']/*[local-name()='Role']")
        if found not in codes:
            yield Fault(
                f"Rollen til {'avsenderen' if side == 'Sender' else 'mottakeren'} av kvitteringen er feil.",
                near(message.root, f"*[local-name()='{side}']"),
                expected=" eller ".join(codes),
                found=found or "ingen Role",
                fix=f'Sett <Role V="{codes[0]}"/> først i {side}.',
            )
        yield from _signer(message, side)


def _signer(message: Message, side: str) -> Iterator[Judgement]:
    inst = institution(message, side)
    person = None if inst is None else child(inst, "HCPerson")
    if inst is not None and person is not None and child(inst, "Dept") is not None:
        yield Fault(
            f"{side} har både tjeneste og person; den som har signert, tas ikke med når tjenesten er oppgitt.",
            person,
            expected="bare Dept når meldingen er adressert til en tjeneste",
            found="Dept og HCPerson",
            fix="Fjern HCPerson.",
            remark=True,
        )


@rule(
    "AR-09",
    clause="HIS 80415:2012, MsgType og Id",
    title="Kvitteringen sier at den er en APPREC, og Id er en UUID",
    on=RECEIPTS,
)
def own_type_and_id(message: Message) -> Iterator[Judgement]:
    """The schema takes any text in both."""
    if message.type != "APPREC":
        yield Fault(
            "MsgType sier ikke at dette er en kvittering.",
            near(message.root, "*[local-name()='MsgType']"),
            expected='MsgType V="APPREC"',
            found=message.type or "ingen kode",
            fix='Skriv <MsgType V="APPREC" DN="Applikasjonskvittering"/>; Type fra meldingen står i OriginalMsgId.',
        )
    if not UUID.fullmatch(message.msg_id):
        yield Fault(
            "Id i kvitteringen er ikke en UUID.",
            near(message.root, "*[local-name()='Id']"),
            expected="en ny UUID for hver kvittering",
            found=message.msg_id or "tom Id",
            fix="Lag en ny UUID; MsgId fra meldingen står i OriginalMsgId.",
            remark=True,
        )


@rule(
    "AR-04",
    clause="HIS 80415:2012, Status og Error",
    title="Status er 1 uten feil, eller 2 med minst én feil fra 8221",
    on=RECEIPTS,
)
def status_and_errors(message: Message) -> Iterator[Judgement]:
    """Status 3 belongs to settlements to Helfo."""
    at = message.head.get("Status", message.root)
    status = value_of(message.head.get("Status"))
    errors = nodes(message.root, "*[local-name()='Error']") if "Error" in message.head else []
    if status not in STATUS:
        yield Fault(
            "Status 3 brukes bare i oppgjør til Helfo." if status == "3" else "Status er ikke i kodeverk 8258.",
            at,
            expected="1 (OK) eller 2 (Avvist)",
            found=status or "tom",
            fix="Bruk 1 når meldingen er mottatt og lesbar, 2 når den er avvist.",
        )
    elif status == "1" and errors:
        yield Fault(
            "Kvitteringen sier OK, men har feil.",
            errors[0],
            expected="ingen Error når Status er 1",
            found=f"{len(errors)} Error",
            fix="Fjern Error, eller sett Status 2 hvis meldingen er avvist.",
        )
    elif status == "2" and not errors:
        yield Fault(
            "Kvitteringen avviser meldingen uten å si hvorfor.",
            at,
            expected="minst én Error fra kodeverk 8221",
            found="ingen Error",
            fix="Legg til Error med kode, kodeverk og navn, for eksempel T02.",
        )
    for error in errors:
        yield from _error(error)


def _error(error: etree._Element) -> Iterator[Judgement]:
    code, list_oid = (error.get("V") or ""), (error.get("S") or "")
    if list_oid != oid(8221):
        yield Fault(
            "Feilkoden er merket med feil kodeverk.",
            error,
            expected=f'S="{oid(8221)}"',
            found=f'S="{list_oid}"' if list_oid else "ingen S",
            fix=f'Sett S="{oid(8221)}" på Error.',
        )
    if code not in ERROR_CODES:
        yield Fault(
            "Feilkoden er ikke i kodeverk 8221.",
            error,
            expected="en kode fra 8221, for eksempel T02, E10, E35 eller E36",
            found=code or "tom",
            fix="Velg en kode fra 8221; bruk X99 med grunnen i OT når ingen passer.",
        )
    elif not error.get("DN"):
        yield Fault(
            f"Feilkoden {code} mangler navn, så mottakeren må slå den opp for å vise den.",
            error,
            expected="DN med navnet på koden",
            found="ingen DN",
            fix="Legg til DN.",
            remark=True,
        )


def unit_ids(unit: etree._Element | None) -> set[tuple[str, str]]:
    """(type, number) of Inst, Dept or HCPerson, the additional ones too."""
    if unit is None:
        return set()
    more = nodes(unit, "*[local-name()='AdditionalId']")
    pairs = [(value(unit, "*[local-name()='TypeId']"), text(child(unit, "Id")))]
    pairs += [(value(item, "*[local-name()='Type']"), text(child(item, "Id"))) for item in more]
    return {(kind, number) for kind, number in pairs if number}


def institution(message: Message, side: str) -> etree._Element | None:
    """Inst of `Sender` or `Receiver`."""
    return node(message.root, f"*[local-name()='{side}']/*[local-name()='HCP']/*[local-name()='Inst']")
