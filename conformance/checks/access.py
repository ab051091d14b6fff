"""What staff of one service should not see of another's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.checks.journal import Written
from conformance.checks.register import RULES
from conformance.checks.timebook import find
from standards.rules.model import Finding

Data = Mapping[str, Any]
Findings = tuple[Finding, ...]


def is_kept_apart(outcome: str, thread: Data, written: Written) -> Findings:
    """The other service is refused, or sees nothing of what was written."""
    seen = any(written.mark in str(one.get("text") or "") for one in thread.get("messages", ()))
    return _seen("samtalen", "teksten i samtalen") if outcome == "done" and seen else ()


def time_is_kept_apart(outcome: str, book: Data, appointment: str) -> Findings:
    """The other service is refused, or sees a timebook without the appointment."""
    return _seen("timen", "timen i timeboken") if outcome == "done" and find(book, appointment) else ()


def _seen(what: str, found: str) -> Findings:
    return (
        RULES["TG-01"].finding(
            f"En ansatt i en annen tjeneste fikk se {what}.",
            where="journalen",
            expected="ikke tilgang",
            found=found,
            fix="Skill tjenestene fra hverandre, og åpne for andre bare når noen har bestemt det.",
        ),
    )
