"""MH-04 and MH-05: who sends and receives, on two levels, in the message and around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree

from standards.codes import oid
from standards.identifiers import is_her_id
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import BOTH, Fault, Judgement, Kind, Silent, rule
from standards.rules.view import Message, node, nodes, text
from standards.xml import MSGHEAD

LEVELS = "HITS 1217:2018, 2.3.4"
IDENT, TYPE_ID, ID = (f"{{{MSGHEAD}}}{name}" for name in ("Ident", "TypeId", "Id"))
LISTS = {False: oid(9051), True: oid(8116)}
"""The code list of HER-ids, by whether it is of a person."""
LOWER = tuple(f"{{{MSGHEAD}}}{name}" for name in ("Organisation", "HealthcareProfessional"))
SIDES = (("Sender", "Avsenderen", "avsenderen"), ("Receiver", "Mottakeren", "mottakeren"))


def level1(root: etree._Element, side: str) -> etree._Element | None:
    """The enterprise of `Sender` or `Receiver` in a Hodemelding."""
    return node(root, f"mh:MsgInfo/mh:{side}/mh:Organisation")


def level2(root: etree._Element, side: str) -> etree._Element | None:
    """The communication party of `Sender` or `Receiver` in a Hodemelding."""
    return _lower(nodes(root, f"mh:MsgInfo/mh:{side}/mh:Organisation"))


def _lower(uppers: list[etree._Element]) -> etree._Element | None:
    return next((item for upper in uppers for item in upper if item.tag in LOWER), None)


class HerIdent(NamedTuple):
    """An Ident that is a HER-id, read in one walk."""

    type_id: etree._Element
    id: etree._Element | None
    number: str


def her_idents(level: etree._Element) -> list[HerIdent]:
    """The Ident elements that are HER-ids."""
    return [found for ident in level if ident.tag == IDENT and (found := _her(ident)) is not None]


def _her(ident: etree._Element) -> HerIdent | None:
    type_id = number = None
    is_her = False
    for item in ident:
        if item.tag == TYPE_ID:
            type_id = item if type_id is None else type_id
            is_her = is_her or item.get("V") == "HER"
        elif item.tag == ID and number is None:
            number = item
    return HerIdent(type_id, number, text(number)) if is_her and type_id is not None else None


def her_id(level: etree._Element | None) -> str:
    """The HER-id of a level, or an empty text."""
    idents = () if level is None else her_idents(level)
    return next((ident.number for ident in idents if ident.id is not None), "")


@rule("MH-04", clause=LEVELS, title="Avsender og mottaker har HER-id på begge nivåer", aliases=("A06",))
def two_levels(message: Message) -> Iterator[Judgement]:
    """Enterprise and communication party, each with a HER-id of the right list; the rule is Helsenorge's own."""
    for side, subject, _ in SIDES:
        for fault in _side(message.root, side, subject):
            yield replace(fault, remark=fault.remark or message.between_actors)


def _side(root: etree._Element, side: str, subject: str) -> list[Fault]:
    uppers = nodes(root, f"mh:MsgInfo/mh:{side}/mh:Organisation")
    if not uppers:
        return [
            Fault(
                f"{subject} har ingen Organisation.",
                node(root, f"mh:MsgInfo/mh:{side}"),
                expected="virksomhet med HER-id, og under den en tjeneste eller person med HER-id",
                found="ingen Organisation",
                fix=f"Fyll ut {side}/Organisation på to nivåer.",
            )
        ]
    faults = _level(uppers[0], f"{subject} mangler HER-id på nivå 1 (virksomheten).")
    lower = _lower(uppers)
    if lower is not None:
        return faults + _level(lower, f"{subject} mangler HER-id på nivå 2 (tjenesten eller personen).")
    return [
        *faults,
        Fault(
            f"{subject} har bare ett nivå; kommunikasjonsparten (nivå 2) mangler.",
            uppers[0],
            expected="Organisation (tjeneste) eller HealthcareProfessional (person) inne i Organisation",
            found="bare virksomheten",
            fix="Legg inn tjenesten eller personen med HER-id under virksomheten.",
        ),
    ]


def _level(level: etree._Element, missing: str) -> list[Fault]:
    person = level.tag == LOWER[1]
    idents = her_idents(level)
    if len(idents) == 1 and idents[0].type_id.get("S") == LISTS[person] and is_her_id(idents[0].number):
        return []
    faults = [fault for ident in idents for fault in _her_ident(ident, LISTS[person], person)]
    if any(ident.number for ident in idents):
        return faults
    types = [item.get("V") or "uten type" for item in nodes(level, "mh:Ident/mh:TypeId")]
    lacking = Fault(
        missing,
        level,
        expected=f'Ident med TypeId V="HER" S="{LISTS[person]}"',
        found=f"bare {', '.join(types)}" if types else "ingen Ident",
        fix="Legg til HER-id fra Adresseregisteret; andre identer kan stå ved siden av.",
    )
    return [lacking, *faults]


def _her_ident(ident: HerIdent, wanted: str, person: bool) -> list[Fault]:
    list_oid = ident.type_id.get("S") or ""
    faults = []
    if list_oid != wanted:
        swapped = person and list_oid == LISTS[False]
        faults.append(
            Fault(
                "HER-id på en person er merket med kodeverket for organisasjoner."
                if swapped
                else "HER-id er merket med feil kodeverk.",
                ident.type_id,
                expected=f'S="{wanted}"',
                found=f'S="{list_oid}"' if list_oid else "ingen S",
                fix=f'Sett S="{wanted}" på TypeId.',
                remark=swapped,
            )
        )
    if ident.number and not is_her_id(ident.number):
        faults.append(
            Fault(
                "HER-id er ikke et tall.",
                ident.id,
                expected="bare sifre, uten null først",
                found=ident.number,
                fix="Bruk HER-id slik den står i Adresseregisteret.",
                remark=True,
            )
        )
    return faults


@rule(
    "MH-05",
    clause="HITS 1216:2018, 2.2.3; HITS 1217:2018, 2.13",
    title="HER-id på meldingsbussen er den samme som i meldingen",
    scope=Scope.EXCHANGE,
    on=BOTH,
    aliases=("A06",),
)
def envelope_matches(conversation: Conversation) -> Iterator[Judgement]:
    """fromHerId and toHerId are the level 2 HER-ids of the document."""
    for entry in conversation.entries:
        if not entry.judged or not (entry.is_message or entry.is_receipt):
            continue
        if entry.item.envelope is None:
            yield Silent("Meldingen har ingen konvolutt fra meldingsbussen.")
            continue
        if entry.is_receipt and _refuses_such(conversation, entry):
            yield Silent("Kvitteringen speiler en melding der konvolutten ikke stemte, så den kan ikke stemme selv.")
            continue
        envelope = entry.item.envelope
        yield from _compare(entry, "Sender", "fromHerId", envelope.from_her_id)
        yield from _compare(entry, "Receiver", "toHerId", envelope.to_her_id)


def party_her_id(message: Message, side: str) -> str:
    """The level 2 HER-id of `Sender` or `Receiver`, in a Hodemelding or an AppRec."""
    return receipt_her_id(message, side) if message.kind is Kind.APPREC else her_id(level2(message.root, side))


def receipt_her_id(message: Message, side: str) -> str:
    """The HER-id of Dept or HCPerson in an AppRec."""
    base = f"*[local-name()='{side}']/*[local-name()='HCP']/*[local-name()='Inst']"
    unit = f"{base}/*[local-name()='Dept' or local-name()='HCPerson']"
    own = f"{unit}[*[local-name()='TypeId']/@V='HER']/*[local-name()='Id']"
    more = f"{unit}/*[local-name()='AdditionalId'][*[local-name()='Type']/@V='HER']/*[local-name()='Id']"
    return text(node(message.root, own)) or text(node(message.root, more))


def _refuses_such(conversation: Conversation, receipt: Entry) -> bool:
    """Whether the receipt is for a message that broke this rule itself: it mirrors the document, and goes by bus."""
    original = conversation.by_msg_id(receipt.message.original, receipt.sender.other)
    if original is None or original.item.envelope is None:
        return False
    envelope = original.item.envelope
    pairs = (("Sender", "fromHerId", envelope.from_her_id), ("Receiver", "toHerId", envelope.to_her_id))
    return any(isinstance(found, Fault) for pair in pairs for found in _compare(original, *pair))


def _compare(entry: Entry, side: str, name: str, carried: str) -> Iterator[Judgement]:
    stated = party_her_id(entry.message, side)
    if not stated or not carried:
        yield Silent(
            f"{name if not carried else 'HER-id på nivå 2 i meldingen'} mangler, så det er ikke noe å sammenligne."
        )
    elif stated != carried:
        consequence = "abuse:spoofing-attack eller E10" if side == "Sender" else "E10"
        yield Fault(
            f"{name} på meldingsbussen er ikke HER-id-en som står i meldingen; mottakeren avviser den ({consequence}).",
            node(entry.message.root, f".//*[local-name()='{side}']"),
            expected=f"{name} = {stated} ({side}, nivå 2)",
            found=f"{name} = {carried}",
            fix=f"Sett {name} til HER-id-en på nivå 2 i {side}.",
            item=entry.index,
            by=entry.sender,
        )
