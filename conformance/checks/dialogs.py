"""What a dialog between citizens and staff must look like, beyond the one answer to the one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.checks import journal
from conformance.checks.journal import Acting, Written
from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]
_NAMED = "//*[local-name()='FamilyName'][not(ancestor::mh:Patient)]/.."


@dataclass(frozen=True)
class Signed:
    """A message, and who wrote it: None when the patient did; `others` are those who did not."""

    written: Written
    acting: Acting | None
    others: tuple[Acting, ...] = ()


def shows_writers(data: Mapping[str, Any], letters: Sequence[Signed]) -> str | None:
    """Every message is there, each with the one who wrote it."""
    return next((wrong for letter in letters if (wrong := _shows_writer(data, letter))), None)


def _shows_writer(data: Mapping[str, Any], letter: Signed) -> str | None:
    if letter.acting is not None:
        return journal.shows_acting(data, letter.written, letter.acting)
    if missing := journal.is_filed(data, letter.written):
        return missing
    shown = [one for one in letter.others if journal.shows_acting(data, letter.written, one) is None]
    names = " og ".join(f"{one.given} {one.family}" for one in shown)
    return f"Journalen viser at {names} skrev meldingen, men det var pasienten selv." if shown else None


def is_apart(
    data: Mapping[str, Any], patient: str, expected: Sequence[tuple[str, str | None]], others: Sequence[str]
) -> str | None:
    """The thread holds its own messages, and none of those that belong elsewhere."""
    if wrong := journal.thread_is_whole(data, patient, expected):
        return wrong
    kept = {str(message.get("msg_id", "")).lower() for message in data.get("messages", ())}
    stray = [msg_id for msg_id in others if msg_id.lower() in kept]
    return f"Tråden har også meldingen {stray[0]}, som hører til en annen samtale." if stray else None


def is_receipted(receipts: Sequence[Inbound]) -> Findings:
    """A message that came was acknowledged or refused, somehow."""
    if receipts:
        return ()
    return (RULES["A21"].finding("Meldingen fikk ingen kvittering.", expected="kvittering", found="ingenting"),)


def accepted_at_most_once(receipts: Sequence[Inbound]) -> Findings:
    """One MsgId is acknowledged once, whatever comes under it."""
    positive = [receipt for receipt in receipts if receipt.apprec_status == "1"]
    if len(positive) <= 1:
        return ()
    return (
        RULES["A21"].finding(
            f"Meldings-id-en fikk {len(positive)} positive kvitteringer, men to ulike meldinger hadde den.",
            where="/ar11:AppRec/ar11:Status",
            expected="én positiv kvittering",
            found=", ".join(receipt.describe() for receipt in positive),
            item=positive[-1].item,
        ),
    )


def leaves_out(message: Inbound, former: Acting) -> Findings:
    """An answer carries neither the national id nor the name of one who acted before."""
    if former.ident in message.raw.decode("utf-8", "replace"):
        return (_carries("PR-01", message, former, former.ident),)
    name = f"{former.given} {former.family}".casefold()
    apart = [_name_of(message, place) for place in range(1, len(message.elements(_NAMED)) + 1)]
    if name in apart or name in message.text.casefold():
        return (_carries("PR-05", message, former, f"{former.given} {former.family}"),)
    return ()


def _name_of(message: Inbound, place: int) -> str:
    names = (message.text_at(f"({_NAMED})[{place}]/*[local-name()='{part}Name'][1]") for part in ("Given", "Family"))
    return " ".join(names).casefold()


def _carries(rule: str, message: Inbound, former: Acting, found: str) -> Finding:
    return RULES[rule].finding(
        f"Svaret har med seg {former.given} {former.family}, som ikke lenger handler for pasienten.",
        where="/mh:MsgHead",
        expected="bare pasienten og den som svarer",
        found=found,
        fix="Send svaret på pasienten alene. Helsenorge vet hvem som kan lese det.",
        item=message.item,
    )
