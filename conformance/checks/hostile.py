"""What an EPJ may do with a message that is out to harm, or that only looks so: refuse it, or take it as it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.checks.journal import Written, difference, entries_of
from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]
Data = Mapping[str, Any]
Check = Callable[[Data, Written], str | None]


def fetched_nothing(calls: Sequence[str], fault: str) -> Findings:
    """Nobody called the address that the message names."""
    if not calls:
        return ()
    return (
        RULES["SI-01"].finding(
            f"Journalen koblet seg opp mot en adresse som sto i meldingen. Det spesielle med den: {fault}.",
            expected="ingen oppkobling",
            found=calls[0],
            fix="Slå av dokumenttyper, eksterne entiteter, XInclude og henting av skjema i XML-leseren.",
        ),
    )


def answered(came: Sequence[Inbound], fault: str) -> Findings:
    """The sender is told something; silence about a hostile message is only a remark."""
    if came:
        return ()
    return (
        RULES["KON-01"].finding(
            f"Journalen sa ikke fra om meldingen. Det spesielle med den: {fault}.",
            expected="avvist med feilmelding eller med kvittering, eller tatt imot",
            found="ingenting",
            fix="Meld fra på feilkøen når en melding ikke leses.",
        ),
    )


def shows_nothing_fetched(data: Data, secret: str) -> str | None:
    """What was to be fetched is nowhere in the journal."""
    found = [entry for entry in data.get("entries", ()) if secret in str(entry)]
    return "Journalen viser det som meldingen ba om å få hentet." if found else None


def is_readable(data: Data, written: Written) -> str | None:
    """What can be seen of the text stands to the letter; signs that nobody sees may be left out."""
    entries = entries_of(data, written)
    expected = _visible(written.text)
    if not entries or any(_visible(str(entry.get("text") or "")) == expected for entry in entries):
        return None
    return f"Teksten er ikke den samme. {difference(expected, _visible(str(entries[0].get('text') or '')))}"


def keeps_files(data: Data, digests: Mapping[str, str], written: Written) -> str | None:
    """Every file is there unchanged, whatever its description has become; `digests` are SHA-256 by file type."""
    entries = entries_of(data, written)
    kept = {str(item.get("sha256", "")).lower() for entry in entries for item in entry.get("attachments", ())}
    lost = [kind for kind, digest in digests.items() if digest not in kept]
    return f"Vedlegget ({', '.join(lost)}) er ikke i journalen, eller det er endret." if entries and lost else None


def _visible(text: str) -> str:
    shown = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return " ".join("".join(sign for sign in shown if unicodedata.category(sign) != "Cf").split())
