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
