"""Messages between health actors: what the rules of dialog, patient and thread say of them, and DM-13 of their own.

What no source states of them is not judged, and the profile of Helsenorge never is.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.codes import oid
from standards.kodeverk import find
from standards.processes.actors import ActorMessage
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import BODIES, Message, child, local_name, near, node, nodes, text, value, version_of
from standards.xml import DIALOG_10, DIALOG_11, name_of

NAMESPACES = {"1.1": DIALOG_11, "1.0": DIALOG_10}
AVVIK = "DIALOG_AVVIK"
NO_CODES = "Ingen kilde sier hvilke koder meldinger mellom helseaktører har."
NUMBERS = ("FNR", "DNR", "FHN")
"""What identifies a patient together with the name (HIS 80603:2017)."""


def version(message: Message, actor: ActorMessage) -> Iterator[Judgement]:
    """DM-01: the version of the Dialogmelding."""
    for dialog in message.dialogs:
        found = version_of(dialog)
        if found not in actor.dialogs:
            yield Fault(
                f"{actor.code} bruker Dialogmelding {actor.dialogs[0]}, men meldingen har {found}.",
                dialog,
                expected=NAMESPACES[actor.dialogs[0]],
                found=name_of(dialog),
                fix=f"Bruk navnerommet for Dialogmelding {actor.dialogs[0]}.",
                clause=actor.clause,
            )


def body(message: Message) -> Iterator[Judgement]:
    """DM-02: something must be said; several of one kind are legal here."""
    for dialog in message.dialogs:
        if not any(local_name(item) in BODIES for item in dialog.iterchildren("*")):
            yield Fault(
                "Dialogmeldingen har verken forespørsel eller notat, så den sier ingenting.",
                dialog,
                expected="Foresporsel eller Notat",
                found="ingen av dem",
                fix="Legg inn en forespørsel eller et notat.",
                remark=True,
            )


def code(message: Message, actor: ActorMessage) -> Iterator[Judgement]:
    """DM-03: the kind of body, and the code where a source states its list."""
    if message.element not in actor.elements:
        yield Fault(
            f"{actor.code} har {message.element}; det ventes {' eller '.join(actor.elements)}.",
            message.body,
            expected=" eller ".join(actor.elements),
            found=message.element,
            fix="Bruk meldingstypen som hører til innholdet.",
            clause=actor.clause,
            remark=not actor.firm,
        )
    elif actor.kodeverk is None:
        yield Silent(NO_CODES)
    else:
        yield from _listed(message, actor, actor.kodeverk)


def _listed(message: Message, actor: ActorMessage, number: int) -> Iterator[Judgement]:
    listed, found = find(number), message.coded
    list_oid = "" if found is None else (found.get("S") or "")
    if not listed.knows(message.code) or list_oid != listed.oid:
        yield Fault(
            f"Koden i {actor.code} er ikke fra kodeverk {number}.",
            message.body if found is None else found,
            expected=f'{", ".join(listed.codes)}, S="{oid(number)}"',
            found=f'V="{message.code}" S="{list_oid}"',
            fix=f"Bruk en kode fra kodeverk {number} ({listed.name}).",
            clause=actor.clause,
        )


def content(message: Message) -> Iterator[Judgement]:
    """DM-04: a note has a text, and an answer in version 1.0 the request; both only by the acceptance test."""
    if message.body is None or message.element != "Notat":
        return
    wanted = ["TekstNotatInnhold"]
    wanted += ["Foresporsel"] if message.type == "DIALOG_SVAR" and message.dialog_version == "1.0" else []
    for name in wanted:
        found = child(message.body, name)
        if found is None or not (text(found) or len(found)):
            yield Fault(
                f"Notatet mangler {name}.",
                message.body if found is None else found,
                expected=f"{name} med innhold",
                found="ikke til stede" if found is None else "tomt",
                fix=f"Fyll ut {name}.",
                clause="KITHs akseptansetest for Dialogmelding, kriterium 9 til 22",
                remark=True,
            )


def patient(message: Message, actor: ActorMessage) -> Iterator[Judgement]:
    """MH-06: name and a number, or birth date and sex (HIS 80603:2017); no source says that all must have one."""
    element = node(message.info, "mh:Patient")
    if element is None and actor.patient:
        yield Fault(
            f"{actor.code} skal si hvilken pasient den gjelder, også når pasienten ikke har journal hos avsenderen.",
            message.info,
            expected="Patient med fornavn, etternavn og nummer",
            found="ingen Patient",
            fix="Legg inn Patient slik den sto i meldingen med feilen.",
            clause=actor.clause,
        )
    elif element is None:
        yield Silent("Ingen kilde sier at meldinger mellom helseaktører alltid har en pasient.")
    else:
        yield from _name(element)
        yield from _identified(element, actor)


def _name(element: etree._Element) -> Iterator[Judgement]:
    for name, word in (("FamilyName", "etternavn"), ("GivenName", "fornavn")):
        if not text(child(element, name)):
            yield Fault(
                f"Pasienten mangler {word}.",
                near(element, f"mh:{name}"),
                expected=f"{name} med innhold",
                found="tomt eller ikke til stede",
                fix=f"Fyll ut {name}.",
            )


def _identified(element: etree._Element, actor: ActorMessage) -> Iterator[Judgement]:
    types = [value(ident, "mh:TypeId") for ident in nodes(element, "mh:Ident")]
    described = bool(value(element, "mh:Sex")) and bool(text(child(element, "DateOfBirth")))
    if set(types) & set(NUMBERS) or (described and (types or not actor.patient)):
        return
    yield Fault(
        f"{actor.code} skal ha et nummer på pasienten; fødselsdato og kjønn er ikke nok etter alle kilder."
        if described
        else "Pasienten er ikke sikkert identifisert; mottakeren må avvise meldingen med E36.",
        element,
        expected="fødselsnummer, D-nummer eller FH-nummer, eller både fødselsdato og kjønn",
        found=", ".join(kind or "uten type" for kind in types) or "ingen Ident",
        fix="Oppgi et nummer, eller fødselsdato og kjønn når pasienten ikke har noe nummer.",
        clause=actor.clause if described else "HIS 80415:2012, 3.3.4; HIS 80603:2017",
        remark=described,
    )


def reference(message: Message, actor: ActorMessage) -> Iterator[Judgement]:
    """MH-08: a report of an error names its message; that an answer should is only inferred from its name."""
    found = node(message.info, "mh:ConversationRef")
    if not actor.answers or found is not None:
        return
    yield Fault(
        "En tilbakemelding om feil skal vise til meldingen den gjelder."
        if actor.firm
        else "Svaret viser ikke til meldingen det svarer på.",
        message.info,
        expected="ConversationRef med RefToParent og RefToConversation",
        found="ingen ConversationRef",
        fix="Sett RefToParent til MsgId i meldingen den gjelder.",
        clause=actor.clause if actor.firm else "HIS 80601:2006, ConversationRef",
        remark=not actor.firm,
    )


@rule(
    "DM-13",
    clause="HIS 1151:2006",
    title="En tilbakemelding om feil (DIALOG_AVVIK) gjelder en melding mellom helseaktører som er kvittert positivt",
    scope=Scope.EXCHANGE,
)
def feedback_after_acceptance(conversation: Conversation) -> Iterator[Judgement]:
    """It never stands for a negative receipt, and on Helsenorge a Notat with 26, 30 or 31 does its work."""
    for entry in conversation.messages:
        if not entry.judged or entry.message.type != AVVIK or not entry.message.parent:
            continue
        about = conversation.by_msg_id(entry.message.parent, entry.sender.other)
        if about is None:
            yield Silent("Meldingen som tilbakemeldingen gjelder, er ikke med i samtalen.")
        elif about.message.type.startswith("DIALOG_INNBYGGER_"):
            yield _misplaced(entry, about)
        elif any(_refuses(receipt, about) for receipt in conversation.receipts if receipt.sender is entry.sender):
            yield _doubled(entry)


def _refuses(receipt: Entry, about: Entry) -> bool:
    same = receipt.message.original.casefold() == about.message.msg_id.casefold()
    return same and value(receipt.message.root, "*[local-name()='Status']") == "2"


def _misplaced(entry: Entry, about: Entry) -> Fault:
    return Fault(
        f"DIALOG_AVVIK brukes mellom helseaktører, men meldingen den gjelder, er {about.message.type}.",
        near(entry.message.info, "mh:Type"),
        expected="et Notat med kode 26, 30 eller 31 i prosessen",
        found=AVVIK,
        fix="Svar i samme prosess med 26 (avvist), 30 (ikke tilgang) eller 31 (generell feil).",
        clause="HITS 1217:2018, 2.13.3",
        item=entry.index,
        by=entry.sender,
    )


def _doubled(entry: Entry) -> Fault:
    return Fault(
        "Meldingen er alt avvist med negativ AppRec; da sendes ikke DIALOG_AVVIK i tillegg.",
        near(entry.message.info, "mh:Type"),
        expected="bare den negative kvitteringen",
        found="negativ AppRec og DIALOG_AVVIK",
        fix="Send DIALOG_AVVIK bare for meldinger som er kvittert positivt.",
        item=entry.index,
        by=entry.sender,
    )
