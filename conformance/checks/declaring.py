"""What the EPJ uses, against what its target declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.processes import BETWEEN_ACTORS, CATALOGUE, TEST
from standards.rules.model import Finding

_OPEN_TO_ALL: Final = frozenset({TEST.code})
"""The line is tried on everybody, whatever they write."""


def undeclared(messages: Iterable[Inbound], declared: Mapping[str, str]) -> Iterator[tuple[Finding, Inbound]]:
    """A remark for the first message of each process that the EPJ uses and its target does not declare."""
    told: set[str] = set()
    for message in messages:
        code = message.type if message.kind == "melding" else ""
        if code in told or not _is_missing(code, declared):
            continue
        told.add(code)
        yield (
            RULES["DEKL-01"].finding(
                f"Journalen sendte en melding i {code}, som testobjektfilen ikke oppgir.",
                expected=f"bare prosesser som er oppgitt: {', '.join(sorted(declared))}",
                found=code,
                fix=f"Skriv {code} med versjon under [processes] i testobjektfilen, så blir den prøvd; eller slå den av"
                " i journalen.",
                item=message.item,
            ),
            message,
        )


def _is_missing(code: str, declared: Mapping[str, str]) -> bool:
    """Whether a known process is not declared; health actors answer in several, so one of those is enough."""
    if code in declared or code in _OPEN_TO_ALL:
        return False
    if code in BETWEEN_ACTORS:
        return not declared.keys() & BETWEEN_ACTORS.keys()
    return code in CATALOGUE
