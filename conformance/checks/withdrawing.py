"""What may be told when a life, or a pregnancy, has ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from conformance.checks.appointments import BETWEEN_SYSTEMS
from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

CALLED_OFF: Final = ("08", "MOA")
"""Home care tells of it with MOA and the status of the calendar; the sources leave that open."""
_SAYS_WHY: Final = re.compile(r"\w*død\w*|\babort\w*|\bsvangerskap\w*|\bmistet\b|\bgikk bort\b", re.IGNORECASE)


def is_withdrawn(pushes: Sequence[Inbound]) -> Findings:
    """What lay ahead is told as called off, once, and as nothing else."""
    codes = [push.code for push in pushes]
    if len(codes) == 1 and codes[0] in CALLED_OFF:
        return ()
    rule = "A16" if codes else "WD-03"
    return (
        RULES[rule].finding(
            "Helsenorge fikk ikke én melding om at timen er avlyst.",
            where="Foresporsel/TypeForesp",
            expected="én melding med kode 08",
            found=", ".join(f"kode {code or 'uten kode'}" for code in codes) or "ingen melding",
            fix="Avlys timene som ligger foran, og send ingen påminnelse.",
            item=pushes[-1].item if pushes else None,
        ),
    )


def nothing_to_the_family(messages: Iterable[Inbound]) -> Findings:
    """Nobody gets anything about one who is dead."""
    return tuple(
        RULES["WD-01"].finding(
            "Journalen sendte en melding om en som er registrert død.",
            expected="ingen melding",
            found=message.describe(),
            item=message.item,
        )
        for message in messages
        if message.kind == "melding" and message.type not in BETWEEN_SYSTEMS
    )


def says_nothing_of_why(messages: Iterable[Inbound]) -> Findings:
    """What is shown on a telephone does not tell what has happened."""
    return tuple(
        RULES["WD-02"].finding(
            "Beskjeden om den avlyste timen forteller hva som har skjedd.",
            expected="bare at timen er avlyst",
            found=found[0],
            item=message.item,
        )
        for message in messages
        if (found := _SAYS_WHY.search(_shown(message)))
    )


def _shown(message: Inbound) -> str:
    """What a citizen may be shown of a message."""
    paths = ("//d11:Dialogmelding", "//d10:Dialogmelding", "//x:icalendar")
    texts = [str(text) for path in paths for element in message.elements(path) for text in element.itertext()]
    return " ".join(texts)
