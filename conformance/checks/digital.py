"""What may be sent to a citizen who comes to Helsenorge, leaves it, or comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conformance.checks.appointments import BETWEEN_SYSTEMS, is_push, local_time
from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

_NEW = ("05", "07")
"""The codes that tell a citizen of an appointment that stands."""


def kept_silent(messages: Iterable[Inbound], rule: str = "DS-01") -> Findings:
    """Nothing is sent to one who is not there; asking Helsenorge for the status is allowed."""
    return tuple(
        RULES[rule].finding(
            "Journalen sendte en melding til en innbygger som Helsenorge har meldt som ikke digitalt aktiv.",
            expected="ingen melding",
            found=message.describe(),
            fix="Sett innbyggeren som ikke aktiv når statusmeldingen sier det, og send ingenting før hun er tilbake.",
            item=message.item,
        )
        for message in _business(messages)
    )


def not_told_again(messages: Iterable[Inbound]) -> Findings:
    """What the citizen has been told once is not told again because her status was repeated."""
    return tuple(_again(message) for message in messages if is_push(message))


def reminds_itself(messages: Iterable[Inbound]) -> Findings:
    """Helsenorge reminds of appointments; when the EPJ does so too, the citizen gets two."""
    return tuple(_again(message) for message in _business(messages))


def told_at_most_once(pushes: Iterable[Inbound]) -> Findings:
    """One who comes back may be told of an appointment that lies ahead, but not several times."""
    seen: Counter[str] = Counter()
    found = []
    for message in pushes:
        seen[local_time(message.start)[:16]] += 1
        if seen[local_time(message.start)[:16]] > 1:
            found.append(_again(message))
    return tuple(found)


def called_off_is_not_new(pushes: Iterable[Inbound], start: str) -> Findings:
    """An appointment that was called off while the citizen was away is never told of as one that stands."""
    return tuple(
        RULES["DS-04"].finding(
            "Innbyggeren fikk beskjed om en time som var avlyst.",
            where="Foresporsel/TypeForesp",
            expected="ingen melding, eller kode 08",
            found=f"kode {message.code}",
            item=message.item,
        )
        for message in pushes
        if message.code in _NEW and same_minute(local_time(message.start), start)
    )


def nothing_out_of_the_blue(messages: Iterable[Inbound]) -> Findings:
    """Becoming active gives nobody a message when nothing is planned for her."""
    return tuple(
        RULES["DS-05"].finding(
            "En innbygger fikk melding bare fordi hun ble digitalt aktiv.",
            expected="ingen melding",
            found=message.describe(),
            item=message.item,
        )
        for message in _business(messages)
    )


def answered_once(receipts: Sequence[Inbound]) -> Findings:
    """Exactly one receipt, whatever it says: the sources do not tell whether one unknown here is to be refused."""
    if len(receipts) == 1:
        return ()
    return (
        RULES["A21"].finding(
            f"Meldingen om digital status fikk {len(receipts)} kvitteringer.",
            expected="én kvittering",
            found=", ".join(one.describe() for one in receipts) or "ingen kvittering",
            fix="Kvitter statusmeldingen, også når innbyggeren er ukjent her.",
        ),
    )


def has_no_journal(data: Mapping[str, Any]) -> str | None:
    """Nothing stands in the journal of one whom the EPJ did not know."""
    count = len(data.get("entries", ()))
    return f"Det er opprettet en journal med {count} oppføring(er)." if count else None


def _business(messages: Iterable[Inbound]) -> Sequence[Inbound]:
    return [one for one in messages if one.kind == "melding" and one.type not in BETWEEN_SYSTEMS]


def _again(message: Inbound) -> Finding:
    return RULES["DS-02"].finding(
        "Innbyggeren fikk beskjed om den samme timen en gang til.",
        where="Foresporsel/TypeForesp",
        expected="én beskjed om hver time",
        found=f"kode {message.code} om timen {message.start or 'uten tid'}",
        item=message.item,
    )
