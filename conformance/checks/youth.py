"""What must come of a wish that a youth has made on her own (TIMEONSKEUNGDOM)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conformance.checks.appointments import is_push
from conformance.checks.journal import Written, same_text
from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

Data = Mapping[str, Any]
Findings = tuple[Finding, ...]

GRANTED = ("05", "10")
DECLINED = ("06", "26", "30")


def wishes_of(data: Data, written: Written) -> list[Data]:
    """The wishes that staff see of the one that was sent."""
    return [one for one in data.get("wishes", ()) if written.mark in str(one.get("text") or "")]


def is_seen(data: Data, written: Written, patient: str) -> str | None:
    """Staff see the wish, word for word, on the youth herself."""
    found = wishes_of(data, written)
    if not found:
        return "Ønsket er ikke å finne blant ønskene om time."
    if found[0].get("patient") != patient:
        return f"Ønsket står på {found[0].get('patient') or 'ingen'}, ventet {patient}."
    return None if same_text(found[0].get("text"), written.text) else "Teksten er ikke den som ungdommen skrev."


def is_seen_once(data: Data, written: Written) -> str | None:
    """A wish that came twice is one wish."""
    count = len(wishes_of(data, written))
    return None if count == 1 else f"Ønsket ligger {count} ganger blant ønskene om time."


def is_not_seen(data: Data, written: Written) -> str | None:
    """What was refused is no wish."""
    return "Ønsket ligger blant ønskene om time, enda det ble avvist." if wishes_of(data, written) else None


def is_not_taken_for_her_own(data: Data, written: Written, parent: str) -> str | None:
    """Where a parent's wish is kept at all, it shows who made it."""
    found = wishes_of(data, written)
    if all(parent in str(one.get("author") or "") for one in found):
        return None
    return f"Ønsket fra {parent} står som om ungdommen har skrevet det selv."


def stays_in_her_dialog(messages: Iterable[Inbound], answers: Sequence[Inbound]) -> Findings:
    """Nothing but the answer tells of the time: what parents see must not show it."""
    return tuple(_told_elsewhere("YU-01", message) for message in _beside(messages, answers))


def is_not_told(messages: Iterable[Inbound]) -> Findings:
    """A time that she wished for on her own is not told of where parents may see it, when staff change it either."""
    return tuple(_told_elsewhere("YU-05", message) for message in messages if is_push(message))


def is_only_answer(answers: Sequence[Inbound]) -> Findings:
    """A wish gets one answer."""
    if len(answers) == 1:
        return ()
    return (
        RULES["YU-03"].finding(
            f"Ønsket fikk {len(answers)} svar.",
            expected="ett svar",
            found=", ".join(f"kode {answer.code}" for answer in answers) or "ingen svar",
            fix="Send ett svar på hvert ønske.",
            item=answers[-1].item if answers else None,
        ),
    )


def says_what_staff_wrote(answer: Inbound, text: str) -> Findings:
    """The words of staff should be in the answer; the text is optional there."""
    if same_text(answer.text, text):
        return ()
    return (
        RULES["AVT-12"].finding(
            "Ungdommen får ikke vite det den ansatte skrev.",
            where="Notat/TekstNotatInnhold",
            expected=text,
            found=answer.text or "ingen tekst",
            item=answer.item,
        ),
    )


def _beside(messages: Iterable[Inbound], answers: Sequence[Inbound]) -> list[Inbound]:
    told = {answer.number for answer in answers}
    return [one for one in messages if one.number not in told and (is_push(one) or _has_calendar(one))]


def _has_calendar(message: Inbound) -> bool:
    return message.kind == "melding" and bool(message.start)


def _told_elsewhere(rule: str, message: Inbound) -> Finding:
    return RULES[rule].finding(
        "Timen som ungdommen selv ba om, er meldt utenfor hennes egen dialog, der foreldrene kan se den.",
        where="/mh:MsgHead/mh:MsgInfo/mh:Type",
        expected="bare svaret på ønsket",
        found=message.describe(),
        fix="Gi timen i svaret på ønsket, og send ingen avtale ved siden av.",
        item=message.item,
    )
