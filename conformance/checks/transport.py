"""What a receipt, a refusal or the silence after a message must be, beside the message as it was sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from conformance.checks.receipts import BUSINESS_REFUSALS, ERROR_QUEUE, is_positive, is_refusal
from conformance.checks.register import RULES
from conformance.reading import Inbound, plain
from standards.rules.model import Finding

Findings = tuple[Finding, ...]
_ORIGINAL = "/*/*[local-name()='OriginalMsgId']"
_LEVEL_1 = "/mh:MsgHead/mh:MsgInfo/mh:{side}/mh:Organisation/mh:Ident[mh:TypeId/@V='HER']/mh:Id"
_INST = "/*/*[local-name()='{side}']/*[local-name()='HCP']/*[local-name()='Inst']"
_ROLES = {"Sender": ("PRIM", "COP", "REQ", "SPR"), "Receiver": ("AVS", "")}


def names_message(receipt: Inbound, sent: Inbound) -> Findings:
    """Type, GenDate and MsgId are those of the message; the same moment written otherwise is the rules' matter."""
    stated = receipt.text_at(f"{_ORIGINAL}/*[local-name()='MsgType']/@V")
    issued = receipt.text_at(f"{_ORIGINAL}/*[local-name()='IssueDate']")
    found = [
        ("MsgType", stated, sent.type, stated == sent.type),
        ("Id", receipt.original_msg_id, sent.msg_id, receipt.original_msg_id.lower() == sent.msg_id.lower()),
        ("IssueDate", issued, sent.gen_date, _moment(issued) == _moment(sent.gen_date)),
    ]
    return tuple(
        RULES["KON-05"].finding(
            f"{name} i kvitteringen er ikke som i meldingen.",
            where=f"/ar11:AppRec/ar11:OriginalMsgId/ar11:{name}",
            expected=expected,
            found=value or "mangler",
            item=receipt.item,
        )
        for name, value, expected, same in found
        if not same
    )


def is_a_receipt(receipt: Inbound) -> Findings:
    """It says that it is a receipt, has an id of its own, and its roles are those there are."""
    roles = {side: receipt.text_at(f"/*/*[local-name()='{side}']/*[local-name()='Role']/@V") for side in _ROLES}
    checks = [
        ("MsgType", receipt.text_at("/*/*[local-name()='MsgType']/@V"), ("APPREC",)),
        ("Status", receipt.apprec_status, ("1", "2")),
        *((f"{side}/Role", roles[side], allowed) for side, allowed in _ROLES.items()),
    ]
    return tuple(
        RULES["KON-06"].finding(
            f"{name} i kvitteringen er ikke som standarden sier.",
            where=f"/ar11:AppRec/ar11:{name}",
            expected=" eller ".join(value for value in allowed if value),
            found=value or "mangler",
            item=receipt.item,
        )
        for name, value, allowed in checks
        if value not in allowed
    )


def mirrors(receipt: Inbound, sent: Inbound) -> Findings:
    """Sender and receiver of the message are receiver and sender of the receipt, by HER-id on both levels."""
    found = []
    for side, source in (("Sender", "Receiver"), ("Receiver", "Sender")):
        level2 = sent.receiver_her_id if source == "Receiver" else sent.sender_her_id
        for expected, place in ((sent.text_at(_LEVEL_1.format(side=source)), ""), (level2, "/*")):
            if expected not in _ids(receipt, side, place):
                found.append(_not_mirrored(receipt, side, expected, place))
    return tuple(found)


def _ids(receipt: Inbound, side: str, place: str) -> set[str]:
    path = f"{_INST.format(side=side)}{place}/*[local-name()='Id'] | "
    path += f"{_INST.format(side=side)}{place}/*[local-name()='AdditionalId']/*[local-name()='Id']"
    return {(element.text or "").strip() for element in receipt.elements(path)}


def _not_mirrored(receipt: Inbound, side: str, expected: str, place: str) -> Finding:
    return RULES["KON-06"].finding(
        f"{side} i kvitteringen er ikke den andre parten i meldingen ({'nivå 2' if place else 'nivå 1'}).",
        where=f"/ar11:AppRec/ar11:{side}/ar11:HCP/ar11:Inst",
        expected=f"HER-id {expected}",
        found=", ".join(sorted(_ids(receipt, side, place))) or "ingen HER-id",
        item=receipt.item,
    )


def tells_every_error(refusal: Inbound, codes: Collection[str]) -> Findings:
    """A negative receipt has one Error for each thing that is wrong; fewer is a remark."""
    if refusal.kind == ERROR_QUEUE or set(codes) <= refusal.error_codes:
        return ()
    return (
        RULES["KON-02"].finding(
            "Kvitteringen nevner ikke alt som er galt med meldingen.",
            where="/ar11:AppRec/ar11:Error",
            expected=" og ".join(sorted(codes)),
            found=" og ".join(sorted(refusal.error_codes)) or "ingen feil",
            item=refusal.item,
        ),
    )


def says_why(refusal: Inbound) -> Findings:
    """A person can read what was wrong: each Error has words, or the error message has a description."""
    if refusal.kind == ERROR_QUEUE:
        silent = not refusal.envelope.application_properties.get("errorDescription", "").strip()
    else:
        silent = any(not (error.dn or error.ot).strip() for error in refusal.errors) or not refusal.errors
    if not silent:
        return ()
    return (
        RULES["AR-07"].finding(
            "Avvisningen sier ikke med ord hva som er galt.",
            where="/ar11:AppRec/ar11:Error/@DN",
            expected="en tekst i DN eller OT",
            found="bare koden" if refusal.errors else "ingen feil",
            fix="Skriv hva som er galt i DN og OT.",
            item=refusal.item,
        ),
    )


def error_is_whole(error: Inbound, message_id: str) -> Findings:
    """A message of the error queue has an id of its own, names the message, says why, and has no body."""
    fields = error.envelope.application_properties
    named = plain(error.envelope.original_message_id) == plain(message_id)
    checks = [
        ("originalMessageId", named, message_id, error.envelope.original_message_id),
        ("errorCondition", bool(error.envelope.error_condition), "en feilkode", ""),
        ("errorDescription", bool(fields.get("errorDescription", "").strip()), "en tekst", ""),
        ("messageId", plain(error.envelope.message_id) not in ("", plain(message_id)), "en ny id", message_id),
    ]
    return tuple(
        RULES["KON-07"].finding(
            f"{name} i feilmeldingen er ikke som standarden sier.",
            where=f"/application_properties/{name}",
            expected=expected,
            found=found or "mangler",
            item=error.item,
        )
        for name, right, expected, found in checks
        if not right
    )


def not_taken(answers: Sequence[Inbound], fault: str) -> Findings:
    """No positive receipt for what should not have been taken; `answers` are those about the message."""
    return tuple(
        RULES["A23"].finding(
            f"Journalen tok imot en melding som skulle vært avvist. Feilen i den: {fault}.",
            where="/ar11:AppRec/ar11:Status",
            expected="ingen positiv kvittering",
            found=answer.describe(),
            fix="Avvis slike meldinger.",
            item=answer.item,
        )
        for answer in answers
        if is_positive(answer)
    )


def judged_once(answers: Sequence[Inbound], fault: str) -> Findings:
    """The message was either taken or refused, and that was said once."""
    if len(answers) == 1:
        return ()
    return (
        RULES["A21"].finding(
            f"Meldingen ble besvart {len(answers)} ganger. Det spesielle med den: {fault}.",
            expected="én kvittering eller én melding på feilkøen",
            found=", ".join(answer.describe() for answer in answers) or "ingenting",
            item=answers[-1].item if answers else None,
        ),
    )


def taken_without_agreement(answers: Sequence[Inbound], process: str) -> Findings:
    """An EPJ that takes what it did not declare gets a remark."""
    return tuple(
        RULES["KON-01"].finding(
            f"Journalen tok imot {process}, som testobjektfilen ikke har.",
            where="/ar11:AppRec/ar11:Status",
            expected="avvist på feilkøen med transport:unsupported-message",
            found=answer.describe(),
            fix="Avvis prosesser som ikke er i avtalen, eller før dem opp i testobjektfilen.",
            item=answer.item,
        )
        for answer in answers
        if is_positive(answer)
    )


def taken_all_the_same(answers: Sequence[Inbound], fault: str) -> Findings:
    """It was taken although the sources would have it refused, which they do not all say: a remark."""
    return tuple(
        RULES["KON-01"].finding(
            f"Journalen tok imot en melding som burde vært avvist. Feilen i den: {fault}.",
            where="/properties",
            expected="avvist på feilkøen",
            found=answer.describe(),
            item=answer.item,
        )
        for answer in answers
        if is_positive(answer)
    )


def refused_needlessly(answers: Sequence[Inbound], what: str) -> Findings:
    """Refusing what could have been taken as it stands is safe, but somebody must write again: a remark."""
    return tuple(
        RULES["AR-07"].finding(
            f"Journalen avviste {what}. Det er trygt, men den som skrev, må skrive på nytt.",
            where="/ar11:AppRec/ar11:Status",
            expected="tatt imot, med teksten ordrett",
            found=answer.describe(),
            fix="Ta imot meldingen, og vis teksten slik den står.",
            item=answer.item,
        )
        for answer in answers
        if is_refusal(answer) or answer.code in BUSINESS_REFUSALS
    )


def no_receipt_in_real_time(came: Sequence[Inbound]) -> Findings:
    """A question in real time gets an answer or an error message, never a receipt."""
    return tuple(
        RULES["A20"].finding(
            "Journalen kvitterte for et spørsmål i sanntid.",
            where="/ar11:AppRec",
            expected="et svar eller en feilmelding, og ingen kvittering",
            found=receipt.describe(),
            fix="Send aldri kvittering for det som skal besvares med en gang.",
            item=receipt.item,
        )
        for receipt in came
    )


def not_answered_too_late(came: Sequence[Inbound]) -> Findings:
    """Whoever asked in real time has given up long ago: an answer then is a remark."""
    return tuple(
        RULES["KON-10"].finding(
            "Journalen svarte på et spørsmål som ingen ventet på lenger.",
            expected="ingen svar",
            found=message.describe(),
            fix="Kast spørsmål i sanntid som er eldre enn levetiden deres på bussen.",
            item=message.item,
        )
        for message in came
    )


def stays_silent(came: Sequence[Inbound], about: str) -> Findings:
    """Nothing comes back for a receipt or an error message; `about` names it in bokmål, definite form."""
    return tuple(
        RULES["KON-04"].finding(
            f"Journalen svarte på {about}.",
            expected="ingen svar",
            found=message.describe(),
            fix="Kvitteringer og feilmeldinger føres i loggen, og besvares aldri.",
            item=message.item,
        )
        for message in came
    )


def is_not_blocked(taken: bool, fault: str) -> Findings:
    """A good message after the bad one is handled as usual."""
    if taken:
        return ()
    return (
        RULES["SI-02"].finding(
            f"Den neste meldingen kom ikke fram. Meldingen foran den: {fault}.",
            expected="positiv kvittering for den neste meldingen",
            found="ingen positiv kvittering innen fristen",
            fix="La ikke én melding stanse mottaket.",
        ),
    )


def _moment(text: str) -> datetime | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else text
