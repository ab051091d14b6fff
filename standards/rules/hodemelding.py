"""MH: the Hodemelding around every document (HIS 80601:2006, HITS 1217:2018 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from standards import processes
from standards.fhir import is_json
from standards.rules.profiles import not_in
from standards.rules.register import Fault, Judgement, Kind, Silent, rule
from standards.rules.view import LARGEST_READ, Message, near, node, nodes, value, value_of
from standards.xml import DIALOG_11, SOAP_11, SOAP_12, declared_encoding, name_of

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
SOAP_ENVELOPES = frozenset(f"{{{namespace}}}Envelope" for namespace in (SOAP_11, SOAP_12))
WITHOUT_DIALOG = ("DIALOG_INNBYGGER_TJENESTEOVERSIKT", "NOTIFIKASJON_")


@rule(
    "MH-01",
    clause="HIS 80601:2006, skjema MsgHead 1.2",
    title="Meldingen er velformet XML i UTF-8 og følger skjemaene, også for innholdet",
    on=(Kind.HODEMELDING, Kind.OTHER, Kind.UNREADABLE),
    aliases=("A01",),
)
def valid_xml(message: Message) -> Iterator[Judgement]:
    """Well-formed, UTF-8, valid against every schema."""
    if message.size > LARGEST_READ:
        yield Silent("Meldingen er for stor til å bli lest; se TR-01.")
        return
    if message.unreadable is not None:
        error = message.unreadable
        clause = "FHIR R4, JSON" if is_json(message.raw) else ""
        yield Fault(
            error.problem, expected=error.expected, found=error.found, fix=error.fix, line=error.line, clause=clause
        )
        return
    if message.schema_faults:
        yield from schema_faults(message)
    if (encoding := declared_encoding(message.raw)) not in {"UTF-8", "US-ASCII", "ASCII"}:
        yield Fault(
            "XML-deklarasjonen sier en annen tegnkoding enn UTF-8.",
            message.root,
            expected="UTF-8",
            found=encoding,
            fix='Skriv meldingen som UTF-8 og begynn med <?xml version="1.0" encoding="UTF-8"?>.',
            clause="HIS 80603:2017, 2.3",
            remark=not nodes(message.root, ".//d11:Dialogmelding"),
        )
    if message.kind is Kind.OTHER and not message.schema_faults and message.root.tag not in SOAP_ENVELOPES:
        yield Fault(
            "Dokumentet er verken en hodemelding eller en applikasjonskvittering, så bare skjemaet er vurdert.",
            message.root,
            expected="MsgHead 1.2 eller AppRec",
            found=name_of(message.root),
            fix="Pakk innholdet i MsgHead 1.2 hvis det skal sendes som melding.",
            remark=True,
        )


def schema_faults(message: Message) -> Iterator[Judgement]:
    """The schema's complaints as faults; the pack tells the first of very many one by one."""
    for fault in message.schema_faults:
        if fault.count > 1:
            yield Fault(
                f"Skjemaet har minst {fault.count} innvendinger til; de er ikke skrevet ut.",
                message.root,
                fix="Rett de første, og sjekk meldingen på nytt.",
            )
            continue
        yield Fault(
            f"Skjemaet godtar ikke dette: {fault.message}",
            where=fault.path,
            line=fault.line,
            expected=fault.expected,
            found=fault.found,
            fix="Rett elementet slik at meldingen validerer mot skjemaet.",
        )


@rule(
    "MH-02",
    clause="HITS 1217:2018, 2.3.1; HIS 80415:2012, 3.3.4",
    title="MsgId er en UUID",
    aliases=("A04",),
)
def msg_id_is_uuid(message: Message) -> Iterator[Judgement]:
    """A receiver must refuse anything else with E10."""
    if not UUID.fullmatch(message.msg_id):
        yield Fault(
            "MsgId er ikke en UUID, så mottakeren må avvise meldingen med E10.",
            near(message.info, "mh:MsgId"),
            expected="en UUID med bindestreker, for eksempel 0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d",
            found=message.msg_id or "ingen MsgId",
            fix="Lag en ny UUID for hver melding.",
        )


@rule("MH-03", clause="HITS 1217:2018, 2.3.2", title="Type er en kjent prosess fra kodeverk 8279")
def type_is_known(message: Message) -> Iterator[Judgement]:
    """An unknown name is only a remark: newer processes may exist. So is a name that an official example misprints."""
    element = message.head.get("Type", message.info)
    if (meant := processes.MISPRINTED.get(message.type)) is not None:
        yield Fault(
            f"Prosessen heter {meant}; {message.type} er en skrivefeil som også står i offisielt materiale.",
            element,
            expected=meant,
            found=message.type,
            fix=f"Skriv {meant} i Type og i emnet på meldingsbussen. Resten er vurdert som {meant}.",
            remark=True,
        )
    if element is not None and message.type and (element.get("V") or "") != message.type:
        yield spaced(element, "Type")
    if message.process is not None or meant is not None:
        return
    if not message.type:
        yield Fault(
            "Type mangler kode, så mottakeren vet ikke hvilken prosess meldingen hører til.",
            element,
            expected="en kode fra kodeverk 8279 i attributtet V",
            found="ingen kode",
            fix='Sett V, for eksempel V="DIALOG_INNBYGGER_EKONTAKT".',
        )
    elif (known := processes.find(message.type)) is not None and not known.known_in(message.profile):
        yield Silent(not_in(message.profile, f"Prosessen {message.type}"))
    elif message.type not in processes.KNOWN_CODES:
        closest = processes.nearest(message.type)
        yield Fault(
            f"Prosessen {message.type} er ikke kjent her, så kodene i meldingen er ikke vurdert.",
            element,
            expected=f"en prosess fra kodeverk 8279; nærmeste navn er {closest}" if closest else "en kode fra 8279",
            found=message.type,
            fix=f"Mente du {closest}? Rett Type og emnet på meldingsbussen." if closest else "Sjekk navnet i 8279.",
            remark=True,
        )


def spaced(element: etree._Element, name: str) -> Fault:
    """A code with blanks around it, which is another text to whoever compares it to the letter."""
    return Fault(
        f"Koden i {name} har mellomrom rundt seg, så mottakeren kjenner den kanskje ikke igjen.",
        element,
        expected="koden uten mellomrom",
        found=f"«{element.get('V')}»",
        fix="Fjern mellomrommene i attributtet V.",
        remark=True,
    )


@rule(
    "MH-07",
    clause="HITS 1217:2018, 2.3.5",
    title="Ack følger prosessen: J når svaret kommer senere, N i sanntid",
    aliases=("A03",),
    by_step=True,
)
def ack(message: Message) -> Iterator[Judgement]:
    """J is required for asynchronous messages; the official examples break the rule for the synchronous ones."""
    synchronous = message.synchronous
    if message.between_actors:
        return  # HIS 80601 has no use for it there, since a receipt is always sent
    if synchronous is None:
        yield Silent("Prosessen og koden forteller ikke om meldingen besvares i sanntid, så Ack kan være J eller N.")
        return
    wanted, found = ("N" if synchronous else "J"), value_of(message.head.get("Ack"))
    if found == wanted:
        return
    element = message.head.get("Ack")
    kind = "sendes i sanntid" if synchronous else "sendes asynkront"
    what = f"{message.type} med kode {message.code}" if message.code else message.type
    yield Fault(
        f"{what} {kind}, men Ack {'mangler' if element is None else 'sier noe annet'}.",
        message.info if element is None else element,
        expected=f'Ack V="{wanted}"',
        found=f'Ack V="{found}"' if element is not None else "ingen Ack",
        fix=f'Skriv <Ack V="{wanted}" DN="{"Nei" if synchronous else "Ja"}"/> foran ConversationRef eller Sender.',
        remark=synchronous,
    )


@rule("MH-09", clause="HITS 1217:2018, 2.3.7", title="Første Document har Dialogmeldingen, med MsgType XML")
def dialog_first(message: Message) -> Iterator[Judgement]:
    """Processes without a Dialogmelding are left alone."""
    of_helsenorge = message.type.startswith("DIALOG_INNBYGGER_") and not message.type.startswith(WITHOUT_DIALOG)
    if not of_helsenorge and not message.between_actors:
        return
    if message.process is None and message.type not in processes.KNOWN_CODES:
        yield Silent("Prosessen er ikke kjent her, så det er uvisst om den har en Dialogmelding.")
        return
    if _begins_with_dialog(message):
        return
    first = next(iter(message.documents), message.root)
    payload = node(first, "mh:RefDoc/mh:Content/*")
    if payload is None or payload not in message.dialogs:
        yield Fault(
            "Det første dokumentet i meldingen er ikke Dialogmeldingen.",
            first if payload is None else payload,
            expected="Dialogmelding i første Document"
            if message.between_actors
            else f"Dialogmelding ({DIALOG_11}) i første Document",
            found="tomt innhold" if payload is None else name_of(payload),
            fix="Legg Dialogmeldingen i første Document og resten av innholdet etter.",
        )
    elif (kind := value(first, "mh:RefDoc/mh:MsgType")) != "XML":
        yield Fault(
            "MsgType for Dialogmeldingen sier ikke XML.",
            near(first, "mh:RefDoc/mh:MsgType"),
            expected='MsgType V="XML" (kodeverk 8114)',
            found=f'MsgType V="{kind}"',
            fix='Sett <MsgType V="XML" DN="XML-instans"/> på det første dokumentet.',
            clause="HIS 80603:2017, 3.2",
        )


def _begins_with_dialog(message: Message) -> bool:
    """Whether all is well at a glance."""
    part = message.parts[0] if message.parts else None
    return (
        part is not None
        and part.kind == "XML"
        and part.payloads[:1] == message.dialogs[:1] != []
        and part.ref_doc.getparent() is message.documents[0]
    )
