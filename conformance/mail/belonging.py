"""Whether what came in a scenario is between the right parties and about the scenario's own persons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from conformance.reading import Inbound
from standards.rules.model import Finding, Severity


@dataclass(frozen=True)
class Expected:
    """Whom a scenario's messages are about, and who stands on either side."""

    patients: Collection[str]
    epj: Collection[str]
    helsenorge: str


def misdirected(messages: Iterable[Inbound], expected: Expected) -> Iterator[tuple[Inbound, Finding]]:
    """The business messages that are about, from or to somebody else; what is missing is the message rules' matter."""
    for message in messages:
        if message.kind != "melding":
            continue
        for side, found, allowed in (
            ("Patient", message.patient_id, expected.patients),
            ("Sender", message.sender_her_id, expected.epj),
            ("Receiver", message.receiver_her_id, (expected.helsenorge,)),
        ):
            if found and found not in allowed:
                yield message, _finding(message, side, found, allowed)


def _finding(message: Inbound, side: str, found: str, allowed: Collection[str]) -> Finding:
    rule, clause, problem, fix = _SAID[side]
    return Finding(
        rule=rule,
        clause=clause,
        # The target file may have forgotten a party; it says whom the scenario is about.
        severity=Severity.REMARK if side == "Sender" else Severity.ERROR,
        problem=problem,
        where=f"/mh:MsgHead/mh:MsgInfo/mh:{side}",
        expected=" eller ".join(sorted(allowed)),
        found=found,
        fix=fix,
        item=message.item,
    )


_SAID = {
    "Patient": (
        "MH-06",
        "HITS 1217:2018, 2.3.6",
        "Journalen sendte en melding om en annen person enn den det gjelder.",
        "Send meldingen bare om den pasienten den gjelder.",
    ),
    "Sender": (
        "MH-05",
        "HITS 1216:2018, 2.1.2",
        "Meldingen er fra en kommunikasjonspart som testobjektfilen ikke har.",
        "Send fra riktig HER-id på nivå 2, eller legg parten inn under [[parties]] i testobjektfilen.",
    ),
    "Receiver": (
        "MH-05",
        "HITS 1216:2018, 2.1.2",
        "Meldingen er til en annen mottaker enn Helsenorge, men ligger i køen til Helsenorge.",
        "Sett HER-id for Helsenorge på nivå 2 i Receiver.",
    ),
}
