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
    foreign = [msg_id for msg_id in others if msg_id.lower() in kept]
    return f"Tråden har også meldingen {foreign[0]}, som hører til en annen samtale." if foreign else None


def is_receipted(receipts: Sequence[Inbound]) -> Findings:
    """A message that came was acknowledged or refused, somehow."""
    if receipts:
        return ()
    return (RULES["A21"].finding("Meldingen fikk ingen kvittering.", expected="kvittering", found="ingenting"),)


def is_not_refused(receipts: Sequence[Inbound]) -> Findings:
    """A message that anybody can read was not refused for what is unusual in it."""
    refused = [one for one in receipts if one.kind == "feilkø" or one.apprec_status == "2"]
    return tuple(
        RULES["DIA-06"].finding(
            "Journalen avviste en melding som kan leses og føres.",
            where="/ar11:AppRec/ar11:Status",
            expected="kvittering med status 1",
            found=one.describe(),
            fix="Ta imot meldingen og vis den på felleslisten.",
            item=one.item,
        )
        for one in refused[:1]
    )


def is_unread(data: Mapping[str, Any], thread: str) -> str | None:
    """The thread lies in the inbox."""
    return None if thread.lower() in _waiting(data) else "Meldingen ligger ikke blant de uleste."


def is_read(data: Mapping[str, Any], thread: str) -> str | None:
    """The thread lies in the inbox no more."""
    return "Meldingen ligger fortsatt blant de uleste." if thread.lower() in _waiting(data) else None


def _waiting(data: Mapping[str, Any]) -> set[str]:
    return {str(one.get("thread") or "").lower() for one in data.get("threads", ())}


def lies_with(data: Mapping[str, Any], thread: str, hpr: str) -> str | None:
    """The thread lies on the list of the practitioner, or on the one that all share."""
    found = [one for one in data.get("threads", ()) if str(one.get("thread") or "").lower() == thread.lower()]
    if not found:
        return "Meldingen ligger ikke blant de uleste."
    lists = [str(name) for name in found[0].get("lists", ())]
    if {hpr, "felles"} & set(lists):
        return None
    return f"Meldingen ligger på listen {', '.join(lists) or '(ingen)'}, ventet {hpr} eller felleslisten."


def lies_with_others(data: Mapping[str, Any], thread: str, hpr: str) -> str | None:
    """The thread lies on some list beside that of the practitioner."""
    found = [one for one in data.get("threads", ()) if str(one.get("thread") or "").lower() == thread.lower()]
    lists = {str(name) for one in found for name in one.get("lists", ())}
    if lists - {hpr}:
        return None
    return "Bare den meldingen er skrevet til, ser den." if found else "Meldingen ligger ikke blant de uleste."


def comes_from(message: Inbound, her_id: str) -> Findings:
    """The service that was written to answers, in the document and on the envelope."""
    found = {message.sender_her_id, message.envelope.from_her_id} - {her_id, ""}
    return tuple(
        RULES["MH-05"].finding(
            "Svaret kommer fra en annen tjeneste enn den innbyggeren skrev til.",
            where="/mh:MsgHead/mh:MsgInfo/mh:Sender",
            expected=her_id,
            found=other,
            item=message.item,
        )
        for other in sorted(found)
    )


def is_signed(message: Inbound) -> Findings:
    """The answer names whoever wrote it."""
    if message.elements("//*[local-name()='RollerRelatertNotat']//*[local-name()='FamilyName']"):
        return ()
    return (
        RULES["DIA-05"].finding(
            "Svaret viser ikke hvem som svarte.",
            where="Notat/RollerRelatertNotat",
            expected="navnet på den som svarte",
            found="ingen",
            item=message.item,
        ),
    )


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


def shows_subject(data: Mapping[str, Any], written: Written, subject: str) -> str | None:
    """The subject stands whole beside the message, or in its text."""
    entries = journal.entries_of(data, written)
    if not entries:
        return journal.is_filed(data, written)
    if any(subject in (str(entry.get("subject") or ""), *_lines(entry)) for entry in entries):
        return None
    return f"Journalen viser emnet som «{entries[0].get('subject') or ''}», ventet «{subject}»."


def keeps_lines(data: Mapping[str, Any], written: Written) -> str | None:
    """Every line of the message is a line of its own; empty ones and space around them do not count."""
    entries = journal.entries_of(data, written)
    if not entries:
        return journal.is_filed(data, written)
    wanted = [line.strip() for line in written.text.splitlines() if line.strip()]
    if any(_lines(entry) == wanted for entry in entries):
        return None
    return f"Meldingen har {len(wanted)} linjer, men journalen viser {len(_lines(entries[0]))}."


def _lines(entry: Mapping[str, Any]) -> list[str]:
    return [line.strip() for line in str(entry.get("text") or "").splitlines() if line.strip()]


def shows_refusal(data: Mapping[str, Any], code: str) -> str | None:
    """The transport log shows the message as refused with the code, among others perhaps."""
    entries = data.get("entries", ())
    if not entries:
        return "Transportloggen har ikke meldingen som ble sendt."
    if any(_is_refused(entry, code) for entry in entries):
        return None
    seen = " og ".join(f"{entry.get('status')} ({entry.get('error_code') or 'ingen feilkode'})" for entry in entries)
    return f"Transportloggen viser meldingen som {seen}, ventet avvist med {code}."


def shows_reason(data: Mapping[str, Any], code: str, reason: str) -> str | None:
    """The transport log shows the code, and the words that came with it."""
    if wrong := shows_refusal(data, code):
        return wrong
    refused = [entry for entry in data.get("entries", ()) if _is_refused(entry, code)]
    if any(reason.casefold() in str(entry.get("error_text") or "").casefold() for entry in refused):
        return None
    return f"Begrunnelsen er «{refused[0].get('error_text') or ''}», ventet «{reason}»."


def _is_refused(entry: Mapping[str, Any], code: str) -> bool:
    return entry.get("status") == "avvist" and code in str(entry.get("error_code") or "")


def is_another(message: Inbound, first: Inbound) -> Findings:
    """A message that is written anew after a refusal has a new MsgId (HITS 1216:2018, 2.2.5)."""
    if message.msg_id.lower() != first.msg_id.lower():
        return ()
    return (
        RULES["TL-08"].finding(
            "Den nye meldingen har samme MsgId som den Helsenorge avviste.",
            where="/mh:MsgHead/mh:MsgInfo/mh:MsgId",
            expected="en ny MsgId",
            found=message.msg_id,
            item=message.item,
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
