"""AR-02, AR-03, AR-05 and AR-06: receipts against the messages they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from standards.build import parse_time
from standards.processes import BETWEEN_ACTORS
from standards.rules import parties
from standards.rules.apprec import institution, unit_ids, version
from standards.rules.conversation import Conversation, Entry, unique
from standards.rules.dialog import SIDE
from standards.rules.error_queue import plain
from standards.rules.model import Scope
from standards.rules.register import BOTH, RECEIPTS, Fault, Judgement, Kind, Silent, rule
from standards.rules.view import Message, near, node, text, value

ORIGINAL = "*[local-name()='OriginalMsgId']"
PARTIAL = "Samtalen er ikke hel, så meldingen som kvitteringen gjelder, kan ligge utenfor."


def _judged(conversation: Conversation) -> Iterator[tuple[Entry, Entry | None]]:
    for receipt in conversation.receipts:
        if receipt.judged and not _about_receipt(conversation, receipt):
            yield receipt, conversation.by_msg_id(receipt.message.original, receipt.sender.other)


def _about_receipt(conversation: Conversation, receipt: Entry) -> bool:
    ids = {other.message.msg_id for other in conversation.receipts if other is not receipt}
    return (
        receipt.message.original in ids
        or value(receipt.message.root, f"{ORIGINAL}/*[local-name()='MsgType']") == "APPREC"
    )


@rule(
    "AR-02",
    clause="HIS 80415:2012, OriginalMsgId",
    title="OriginalMsgId er Type, GenDate og MsgId fra en melding som er sendt",
    scope=Scope.EXCHANGE,
    on=RECEIPTS,
)
def original_matches(conversation: Conversation) -> Iterator[Judgement]:
    """Copied to the letter; the same instant written otherwise is a remark."""
    for receipt, original in _judged(conversation):
        if original is not None:
            yield from _type(receipt, original)
            yield from _issued(receipt, original)
        elif any(other.message.kind is Kind.UNREADABLE and not other.is_error for other in conversation.entries):
            yield Silent("Kvitteringen kan gjelde en melding som ikke lar seg lese.")
        elif conversation.complete:
            yield Fault(
                "Kvitteringen gjelder en melding som ikke er sendt.",
                near(receipt.message.root, f"{ORIGINAL}/*[local-name()='Id']"),
                expected="MsgId fra en melding som mottakeren av kvitteringen har sendt",
                found=receipt.message.original or "tom Id",
                fix="Kopier MsgId fra meldingen du kvitterer for til OriginalMsgId/Id.",
                item=receipt.index,
                by=receipt.sender,
            )
        else:
            yield Silent(PARTIAL)


def _type(receipt: Entry, original: Entry) -> Iterator[Judgement]:
    stated = value(receipt.message.root, f"{ORIGINAL}/*[local-name()='MsgType']")
    if stated != original.message.type:
        yield Fault(
            "OriginalMsgId/MsgType er ikke Type fra meldingen.",
            near(receipt.message.root, f"{ORIGINAL}/*[local-name()='MsgType']"),
            expected=original.message.type,
            found=stated or "tom",
            fix="Kopier Type (V og DN) fra meldingen.",
            remark=bool(original.item.deliberate_fault),
            item=receipt.index,
            by=receipt.sender,
        )


def _issued(receipt: Entry, original: Entry) -> Iterator[Judgement]:
    stated = text(node(receipt.message.root, f"{ORIGINAL}/*[local-name()='IssueDate']"))
    sent = text(node(original.message.info, "mh:GenDate"))
    if stated == sent:
        return
    yield Fault(
        "OriginalMsgId/IssueDate er samme tidspunkt som GenDate, men skrevet på en annen måte."
        if _same_instant(stated, sent)
        else "OriginalMsgId/IssueDate er ikke GenDate fra meldingen.",
        near(receipt.message.root, f"{ORIGINAL}/*[local-name()='IssueDate']"),
        expected=sent,
        found=stated or "tom",
        fix="Kopier GenDate fra meldingen slik den står.",
        remark=bool(original.item.deliberate_fault) or _same_instant(stated, sent),
        item=receipt.index,
        by=receipt.sender,
    )


def _same_instant(one: str, other: str) -> bool:
    first, second = parse_time(one), parse_time(other)
    if first is None or second is None or (first.tzinfo is None) != (second.tzinfo is None):
        return False
    return first == second


@rule(
    "AR-03",
    clause="HITS 1168:2016; HIS 80415:2012",
    title="Kvitteringens avsender og mottaker er meldingens mottaker og avsender, på begge nivåer",
    scope=Scope.EXCHANGE,
    on=RECEIPTS,
)
def addresses_mirrored(conversation: Conversation) -> Iterator[Judgement]:
    """Receiver becomes Sender and the other way round; to a message broken on purpose a breach is only a remark."""
    for receipt, original in _judged(conversation):
        if original is None:
            if not conversation.complete:
                yield Silent(PARTIAL)
            continue
        for side, source in (("Sender", "Receiver"), ("Receiver", "Sender")):
            yield from _mirrored(receipt, original, side, source)


def _mirrored(receipt: Entry, original: Entry, side: str, source: str) -> Iterator[Judgement]:
    upper, lower = parties.level1(original.message.root, source), parties.level2(original.message.root, source)
    inst = institution(receipt.message, side)
    dept = None if inst is None else node(inst, "*[local-name()='Dept']")
    person = None if inst is None else node(inst, "*[local-name()='HCPerson']")
    is_person = lower is not None and etree.QName(lower).localname == "HealthcareProfessional"
    below, name = (person, "HCPerson") if is_person else (dept, "Dept")
    for level, unit, where in ((upper, inst, "Inst"), (lower, below, f"Inst/{name}")):
        wanted = parties.her_id(level)
        if wanted and ("HER", wanted) not in unit_ids(unit):
            yield Fault(
                f"{side} i kvitteringen er ikke {source} i meldingen ({'nivå 1' if level is upper else 'nivå 2'}).",
                near(receipt.message.root, f"*[local-name()='{side}']") if unit is None else unit,
                expected=f"{where} med HER-id {wanted}",
                found=_found(unit, where),
                fix=f"Kopier identene fra {source} i meldingen til {side} i kvitteringen.",
                remark=bool(original.item.deliberate_fault),
                item=receipt.index,
                by=receipt.sender,
            )


def _found(unit: etree._Element | None, where: str) -> str:
    if unit is None:
        return f"ingen {where}"
    return ", ".join(f"{kind or 'uten type'} {number}" for kind, number in sorted(unit_ids(unit))) or "ingen ident"


@rule(
    "AR-05",
    clause="HIS 80415:2012, 3.3; HITS 1216:2018, 2.2",
    title="Hver melding får nøyaktig én kvittering; sanntidsmeldinger og kvitteringer får ingen",
    scope=Scope.EXCHANGE,
    on=BOTH,
)
def exactly_one_receipt(conversation: Conversation) -> Iterator[Judgement]:
    """A message of the error queue stands for the receipt when the message was refused."""
    for message in unique(conversation.messages):
        yield from _count(conversation, message)
    for receipt in conversation.receipts:
        if receipt.judged and _about_receipt(conversation, receipt):
            yield Fault(
                "En kvittering er kvittert; det skal den ikke.",
                near(receipt.message.root, ORIGINAL),
                expected="ingen kvittering for en kvittering",
                found=f"kvittering for {receipt.message.original}",
                fix="Ikke send AppRec for meldinger av typen APPREC.",
                item=receipt.index,
                by=receipt.sender,
            )


def _count(conversation: Conversation, entry: Entry) -> Iterator[Judgement]:
    who, msg_id = SIDE[entry.sender.other], entry.message.msg_id.casefold()
    receipts = [
        receipt
        for receipt in conversation.receipts
        if receipt.sender is entry.sender.other
        and receipt.message.original.casefold() == msg_id
        and not receipt.item.deliberate_fault
    ]
    errors = _standing(conversation, entry)
    if conversation.synchronous(entry):
        if receipts:
            yield _fault(entry, f"{who} kvitterte for en sanntidsmelding.", "ingen AppRec", receipts)
    elif len(receipts) > 1:
        expected = "nøyaktig én AppRec, også når meldingen kommer flere ganger"
        yield _fault(entry, f"{who} har sendt mer enn én kvittering for meldingen.", expected, receipts)
    elif receipts and errors:
        problem = f"{who} har både kvittert for meldingen og meldt den på feilkøen."
        excused = not all(_accepts(receipt) for receipt in receipts) or not _refuses(errors, entry)
        yield replace(_fault(entry, problem, "én av delene", receipts), remark=excused)
    elif not receipts and not errors:
        yield _nothing(conversation, entry, who)


def _nothing(conversation: Conversation, entry: Entry, who: str) -> Judgement:
    if not conversation.complete:
        return Silent("Samtalen er ikke hel, så kvitteringen kan komme senere.")
    if conversation.synchronous(entry) is None and not entry.item.deliberate_fault:
        return Silent("Prosessen eller koden er ikke kjent her, så det er uvisst om meldingen skal kvitteres.")
    if any(error.sender is entry.sender.other and not _original_id(error) for error in conversation.errors):
        return Silent("Det ligger en feilkømelding uten originalMessageId, som kan gjelde denne meldingen.")
    if entry.item.deliberate_fault and _unanswerable(conversation, entry):
        return Silent("Meldingen ble med vilje sendt slik at den som sendte, ikke kan få svar.")
    return _fault(entry, f"{who} har ikke kvittert for meldingen.", "nøyaktig én AppRec", [])


def _unanswerable(conversation: Conversation, entry: Entry) -> bool:
    """Whether a refusal goes astray: the envelope has no sender, or one that the message or the others do not have."""
    if entry.item.envelope is None:
        return False
    others = {
        other.item.envelope.from_her_id
        for other in conversation.messages
        if other.sender is entry.sender and other.item.envelope is not None and not other.item.deliberate_fault
    }
    stated = parties.her_id(parties.level2(entry.message.root, "Sender"))
    receiver = parties.her_id(parties.level2(entry.message.root, "Receiver"))
    if entry.message.type in BETWEEN_ACTORS and receiver != entry.item.envelope.to_her_id:
        return True  # TC-APPREC 21 says that nobody answers, HITS 1217 that it is refused
    return entry.item.envelope.from_her_id != stated or (bool(others) and stated not in others)


def _fault(entry: Entry, problem: str, expected: str, receipts: list[Entry]) -> Fault:
    numbers = ", ".join(str(receipt.index + 1) for receipt in receipts)
    return Fault(
        problem,
        near(entry.message.info, "mh:MsgId"),
        expected=expected,
        found=f"{len(receipts)} AppRec (melding nr. {numbers})" if receipts else "ingen AppRec",
        fix="Send én AppRec for hver ny MsgId, og ingen for duplikater, kvitteringer og sanntidsmeldinger.",
        item=entry.index,
        by=entry.sender.other,
    )


def _standing(conversation: Conversation, entry: Entry) -> list[Entry]:
    """The errors about the message after which it was not sent again; a corrected delivery gets a receipt as usual."""
    deliveries = [
        other
        for other in conversation.entries
        if other.item.envelope is not None
        and other.is_message
        and other.sender is entry.sender
        and other.message.msg_id.casefold() == entry.message.msg_id.casefold()
    ]
    ids = {_delivery_id(other) for other in deliveries} - {""}
    found = [
        error
        for error in conversation.errors
        if error.sender is entry.sender.other and plain(_original_id(error)) in ids
    ]
    return [error for error in found if not any(_after(error, other) for other in deliveries)]


def _after(error: Entry, delivery: Entry) -> bool:
    return delivery.index > error.index and _delivery_id(delivery) != plain(_original_id(error))


def _accepts(receipt: Entry) -> bool:
    return value(receipt.message.root, "*[local-name()='Status']") == "1"


def _refuses(errors: list[Entry], entry: Entry) -> bool:
    """Whether an error is about this delivery, which nobody has broken on purpose; a duplicate may be reported."""
    own = _delivery_id(entry)
    return not entry.item.deliberate_fault and any(plain(_original_id(error)) == own for error in errors)


def _delivery_id(entry: Entry) -> str:
    return "" if entry.item.envelope is None else plain(entry.item.envelope.message_id)


def _original_id(error: Entry) -> str:
    return "" if error.item.envelope is None else error.item.envelope.original_message_id


@rule(
    "AR-06",
    clause="HITS 1168:2016; HITS 1217:2018, kapittel 3",
    title="Kvitteringen har versjonen som hører til meldingen",
    scope=Scope.EXCHANGE,
    on=RECEIPTS,
)
def receipt_version(conversation: Conversation) -> Iterator[Judgement]:
    """Dialogmelding 1.1 takes AppRec 1.1; 1.0 takes 1.0 unless the parties agreed otherwise."""
    for receipt, original in _judged(conversation):
        if original is None:
            continue
        wanted = _version_for(original.message)
        if not wanted:
            yield Silent("Det er uvisst hvilken versjon av AppRec meldingen skal ha.")
        elif version(receipt.message) != wanted:
            yield Fault(
                f"Meldingen skal kvitteres med AppRec {wanted}.",
                receipt.message.root,
                expected=f"AppRec {wanted}",
                found=f"AppRec {version(receipt.message)}",
                fix=f"Bruk navnerommet for AppRec {wanted}.",
                remark=wanted == "1.0" or _hearsay(original.message),
                item=receipt.index,
                by=receipt.sender,
            )


def _hearsay(message: Message) -> bool:
    """Whether the version is only inferred: no Dialogmelding that decides it, and no firm source for the process."""
    return not message.dialogs and message.process is not None and not message.process.binds(message.profile)


def _version_for(message: Message) -> str:
    if message.process is None or len(message.process.dialogs) > 1:
        return message.dialog_version
    return message.process.apprec
