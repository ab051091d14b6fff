"""What must come of a wish for a time (TIMEONSKE; HITS 1217:2018, 3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from conformance.checks.appointments import Planned, is_as_registered, local_time
from conformance.checks.journal import Written, difference, same_text
from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

GRANTED: Final = ("05", "10")
DECLINED: Final = ("06", "26", "30")


def is_granted(answer: Inbound, planned: Planned) -> Findings:
    """The answer gives a time, and it is the one that staff set up."""
    if wrong := _has_code(answer, GRANTED):
        return wrong
    if same_minute(local_time(answer.start), planned.start):
        return is_as_registered(answer, planned)
    return (
        RULES["ON-02"].finding(
            "Svaret på ønsket viser ikke timen som ble satt opp.",
            where="//x:vevent",
            expected=f"timen {planned.start} i kalenderen",
            found=local_time(answer.start) or "ingen kalender",
            fix="Legg timen i svaret, som xCal.",
            item=answer.item,
        ),
    )


def is_declined(answer: Inbound) -> Findings:
    """The answer says that there is no time."""
    return _has_code(answer, DECLINED)


def of(data: Mapping[str, Any], written: Written) -> list[Mapping[str, Any]]:
    """The wishes that staff see of the one that was sent."""
    return [one for one in data.get("wishes", ()) if written.mark in str(one.get("text") or "")]


def is_seen(data: Mapping[str, Any], written: Written, patient: str) -> str | None:
    """Staff see the wish, word for word, on the right patient."""
    found = of(data, written)
    if not found:
        return "Ønsket er ikke å finne blant ønskene om time."
    if found[0].get("patient") != patient:
        return f"Ønsket står på {found[0].get('patient') or 'ingen'}, ventet {patient}."
    text = found[0].get("text")
    return None if same_text(text, written.text) else f"Teksten er en annen. {difference(written.text, text)}"


def _has_code(answer: Inbound, codes: tuple[str, ...]) -> Findings:
    if answer.element == "Notat" and answer.code in codes:
        return ()
    return (
        RULES["ON-01"].finding(
            f"Svaret på ønsket har kode {answer.code or '(ingen)'}.",
            where="Notat/TemaKodet",
            expected=" eller ".join(codes),
            found=f"{answer.element} {answer.code}".strip(),
            item=answer.item,
        ),
    )
