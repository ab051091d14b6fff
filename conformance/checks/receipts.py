"""Receipts and refusals: how the EPJ says that it has, or has not, taken a message."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from conformance.checks.register import RULES
from conformance.reading import Inbound, plain
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

ERROR_QUEUE = "feilkø"
BUSINESS_REFUSALS = frozenset({"26", "30", "31"})
ANY = "*"
CONDITIONS = frozenset(
    {
        "abuse:spoofing-attack",
        *(f"transport:{name}-certificate" for name in ("invalid", "expired", "revoked", "unverified", "missing")),
        "transport:revoked-certificate-offline",
        *(f"transport:{name}" for name in ("invalid-field-value", "required-field-missing", "unsupported-message")),
        *(f"transport:{name}" for name in ("decryption-failed", "invalid-cms-pkcs", "invalid-signature")),
        *(f"transport:{name}" for name in ("invalid-encoding", "not-well-formed-xml", "xml-not-interpretable")),
        "transport:internal-error",
    }
)
"""Both generations of HITS 1216:2018, 2.2.6, and what the national library adds."""


def receipts_for(messages: Sequence[Inbound], msg_id: str) -> tuple[Inbound, ...]:
    """The receipts that are about one message."""
    return tuple(
        message
        for message in messages
        if message.kind == "apprec" and message.original_msg_id.lower() == msg_id.lower()
    )


def about(messages: Sequence[Inbound], msg_id: str, message_id: str) -> tuple[Inbound, ...]:
    """The receipts and error-queue messages about one message, by its MsgId and its AMQP message-id."""
    errors = [
        message
        for message in messages
        if message.kind == ERROR_QUEUE and plain(message.envelope.original_message_id) == plain(message_id)
    ]
    return (*receipts_for(messages, msg_id), *errors)


def accepted_once(receipts: Sequence[Inbound]) -> Findings:
    """Exactly one receipt, and it is positive."""
    if len(receipts) == 1 and receipts[0].apprec_status == "1":
        return ()
    return (
        RULES["A21"].finding(
            f"Meldingen fikk {len(receipts)} kvitteringer, ventet én positiv.",
            where="/ar11:AppRec/ar11:Status",
            expected="én kvittering med status 1",
            found=", ".join(receipt.describe() for receipt in receipts) or "ingen kvittering",
            fix="Send én kvittering for hver MsgId, også når meldingen kommer to ganger.",
            item=receipts[-1].item if receipts else None,
        ),
    )


def is_accepted(receipt: Inbound) -> Findings:
    """A receipt for a faultless message is positive."""
    if receipt.apprec_status == "1":
        return ()
    return (
        RULES["A21"].finding(
            "Journalen avviste en melding som ikke har noen feil.",
            where="/ar11:AppRec/ar11:Status",
            expected="kvittering med status 1",
            found=receipt.describe(),
            fix="Ta imot meldingen, eller si i kvitteringen (OT) hva som er galt med den.",
            item=receipt.item,
        ),
    )


def refusal_of(message: Inbound) -> frozenset[str]:
    """What a refusal says: the codes of a negative receipt, or the error queue with its condition."""
    if message.kind == ERROR_QUEUE:
        return frozenset({ERROR_QUEUE, message.envelope.error_condition})
    return message.error_codes if message.apprec_status == "2" else frozenset()


def is_positive(message: Inbound) -> bool:
    """Whether the message is a receipt that accepts."""
    return message.kind == "apprec" and message.apprec_status == "1"


def is_refusal(message: Inbound) -> bool:
    """Whether the message refuses something."""
    return message.kind == ERROR_QUEUE or (message.kind == "apprec" and message.apprec_status == "2")


def refused_with(refusal: Inbound, codes: Collection[str], fault: str) -> Findings:
    """It was refused; a code outside `codes` is a remark. `fault` names what was wrong (bokmål)."""
    if not is_refusal(refusal):
        return (
            RULES["A23"].finding(
                f"Journalen tok imot en melding som skulle vært avvist. Feilen i den: {fault}.",
                where="/ar11:AppRec/ar11:Status",
                expected=f"avvist ({readable(codes)})",
                found=refusal.describe(),
                fix="Avvis slike meldinger.",
                item=refusal.item,
            ),
        )
    if ANY not in codes and not refusal_of(refusal) & set(codes):
        return (_other_code(refusal, codes, fault),)
    return _unknown_condition(refusal)


def _unknown_condition(refusal: Inbound) -> Findings:
    condition = refusal.envelope.error_condition
    if refusal.kind != ERROR_QUEUE or condition in CONDITIONS:
        return ()
    return (
        RULES["AR-07"].finding(
            "Feilkømeldingen har en errorCondition som ingen kilde nevner.",
            where="application-properties/errorCondition",
            expected=", ".join(sorted(CONDITIONS)),
            found=condition or "ingen",
            item=refusal.item,
        ),
    )


def _other_code(refusal: Inbound, codes: Collection[str], fault: str) -> Finding:
    return RULES["AR-07"].finding(
        f"Meldingen ble avvist, men med en annen kode enn ventet. Feilen i den: {fault}.",
        where="/ar11:AppRec/ar11:Error/@V",
        expected=readable(codes),
        found=readable(refusal_of(refusal)) or "ingen kode",
        item=refusal.item,
    )


def refused_once(answers: Sequence[Inbound]) -> Findings:
    """Exactly one refusal and no acceptance beside it; `answers` are the receipts and errors about one message."""
    if len(answers) <= 1:
        return ()
    return (
        RULES["A21"].finding(
            f"Meldingen ble besvart {len(answers)} ganger.",
            expected="én avvisning",
            found=", ".join(answer.describe() for answer in answers),
            item=answers[-1].item,
        ),
    )


def not_answered_too(answers: Sequence[Inbound]) -> Findings:
    """What was refused is not followed up as if it had been taken."""
    return tuple(
        RULES["A23"].finding(
            "Journalen avviste meldingen, men svarte på den som om den var tatt imot.",
            where="Notat/TemaKodet",
            expected="bare avvisningen",
            found=answer.describe(),
            fix="Ikke følg opp en melding som er avvist.",
            item=answer.item,
        )
        for answer in answers
        if answer.code not in BUSINESS_REFUSALS
    )


def turned_down(messages: Sequence[Inbound], msg_id: str) -> tuple[Inbound, ...]:
    """The answers that say no, with 26, 30 or 31, to a message that was acknowledged."""
    return tuple(
        message
        for message in messages
        if message.parent.lower() == msg_id.lower() != "" and message.code in BUSINESS_REFUSALS
    )


def seen(refusal: Inbound) -> str:
    """What the report says of the refusal that came (bokmål)."""
    if refusal.kind == ERROR_QUEUE:
        return f"Avvist på feilkøen med {refusal.envelope.error_condition or 'ingen feilkode'}."
    return f"Avvist med kvittering {readable(refusal_of(refusal)) or 'uten feilkode'}."


def readable(codes: Collection[str]) -> str:
    """Codes in a sentence."""
    names = {ERROR_QUEUE: "feilkøen", ANY: "en annen feilkode"}
    return " eller ".join(names.get(code, code) for code in sorted(code for code in codes if code))
