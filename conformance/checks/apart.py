"""One appointment and another: each is told of by itself, once, and of nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lxml import etree

from conformance.checks.appointments import Planned, exactly_one, keys_of, local_time
from conformance.checks.register import RULES
from conformance.checks.timebook import find, same_minute
from conformance.reading import Inbound
from standards.rules.model import Finding

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

Findings = tuple[Finding, ...]
Data = Mapping[str, Any]


def at_most_one_each(messages: Sequence[Inbound], planned: Sequence[Planned]) -> Findings:
    """Whoever becomes active is told of each appointment at most once, as one that stands.

    She may have others from before, which the EPJ may tell of as well.
    """
    told: set[tuple[str, str]] = set()
    found: list[Finding] = []
    for message in messages:
        start = local_time(message.start)[:16]
        ours = any(same_minute(start, one.start) for one in planned)
        if (message.patient_id, start) in told or (ours and message.code not in ("05", "07")):
            found.append(_too_many(message))
        told.add((message.patient_id, start))
    return tuple(found)


def _too_many(message: Inbound) -> Finding:
    return RULES["A16"].finding(
        "Helsenorge fikk en melding om en time som alt er meldt, eller om at den ikke står.",
        where="Foresporsel/TypeForesp",
        expected="høyst én melding om hver time, med kode 05 eller 07",
        found=f"kode {message.code or 'uten kode'} om timen {message.start or 'uten tid'}",
        fix="Send hver time én gang.",
        item=message.item,
    )


def only_new(messages: Sequence[Inbound]) -> Findings:
    """A new appointment gives one message, with code 05."""
    return exactly_one(messages, "05")


def tells_of_nobody_else(message: Inbound, others: Iterable[TestPerson]) -> Findings:
    """Neither number nor full name of another child stands in the message."""
    if message.root is None:
        return ()
    said = " ".join(_words(message.root)).casefold()
    return tuple(
        RULES["AVT-21"].finding(
            "Meldingen har med opplysninger om et annet barn.",
            expected="bare opplysninger om pasienten som meldingen gjelder",
            found=f"{other.given} {other.family}",
            item=message.item,
        )
        for other in others
        if other.ident in said or f"{other.given} {other.family}".casefold() in said
    )


def each_child_its_own(messages: Sequence[Inbound], codes: Mapping[TestPerson, str]) -> Findings:
    """Each child is told of once, with its code, and no message tells of the other."""
    found: list[Finding] = []
    for person, code in codes.items():
        own = [message for message in messages if message.patient_id == person.ident]
        others = [other for other in codes if other is not person]
        found += [*exactly_one(own, code), *(one for message in own for one in tells_of_nobody_else(message, others))]
    return tuple(found)


def _words(root: etree._Element) -> list[str]:
    texts = [" ".join(str(text).split()) for text in root.itertext()]
    return [text for text in (*texts, *(str(value) for one in root.iter() for value in one.attrib.values())) if text]


def is_this_and_not_another(message: Inbound, told: Inbound, others: Sequence[Inbound]) -> Findings:
    """The message shares an id with the appointment it is about, and its own id with no other."""
    of_others = frozenset().union(*map(keys_of, others)) - keys_of(told)
    if keys_of(message) & keys_of(told) and not keys_of(message) & of_others:
        return ()
    return (
        RULES["AVT-01"].finding(
            "Meldingen gjelder en annen time enn den som ble avlyst.",
            where="uid",
            expected=f"uid eller related-to blant {', '.join(sorted(keys_of(told)))}",
            found=", ".join(sorted(keys_of(message))) or "verken uid eller related-to",
            item=message.item,
        ),
    )


def is_another_appointment(message: Inbound, earlier: Sequence[Inbound]) -> Findings:
    """A new appointment has at least one id of its own: a slot may be used again, an appointment may not."""
    known = frozenset().union(*map(keys_of, earlier))
    if keys_of(message) - known:
        return ()
    return (
        RULES["AVT-23"].finding(
            "Den nye timen har de samme identifikatorene som den som ble avlyst.",
            where="uid",
            expected="en ny uid eller related-to",
            found=", ".join(sorted(keys_of(message))) or "verken uid eller related-to",
            item=message.item,
        ),
    )


def ends_cancelled(messages: Sequence[Inbound]) -> Findings:
    """Exactly one 08, at most one 07, and the 08 last; the way there may turn two about that were sent in order."""
    codes = [message.code for message in messages]
    if codes.count("08") != 1 or codes.count("07") > 1 or set(codes) - {"07", "08"}:
        return exactly_one(messages, "08")
    if codes[-1] == "08":
        return ()
    return (
        RULES["AVT-24"].finding(
            "Meldingen om at timen er flyttet, kom etter meldingen om at den er avlyst.",
            where="Foresporsel/TypeForesp",
            expected="kode 07, kode 08",
            found=", ".join(f"kode {code}" for code in codes),
            item=messages[-1].item,
        ),
    )


def told_once(messages: Sequence[Inbound]) -> Findings:
    """Nothing new has happened, and nothing new should be told."""
    return tuple(
        RULES["AVT-25"].finding(
            f"Helsenorge fikk en melding til om timen, med kode {message.code}, enda ingenting nytt har skjedd.",
            where="Foresporsel/TypeForesp",
            expected="ingen flere meldinger om timen",
            found=f"kode {message.code}",
            item=message.item,
        )
        for message in messages
    )


def kept_from_parents(messages: Sequence[Inbound]) -> Findings:
    """No source says how a message is marked as kept from parents, so none should be sent."""
    return tuple(
        RULES["AVT-26"].finding(
            "Helsenorge fikk en melding om en time som er unntatt foreldreinnsyn.",
            expected="ingen melding om timen",
            found=message.describe(),
            fix="Hold meldingen tilbake, eller avtal med Helsenorge hvordan den skal merkes.",
            item=message.item,
        )
        for message in messages
    )


def does_not_stand_at(data: Data, start: str) -> str | None:
    """No appointment is planned at that minute."""
    there = [item for item in data.get("appointments", ()) if same_minute(str(item.get("start", "")), start)]
    if any(item.get("status") == "planned" for item in there):
        return f"Timen {start} står fortsatt på pasienten som ikke skulle hatt den."
    return None


def agrees(data: Data, appointment: str, *, stands: bool) -> str | None:
    """The timebook says of the appointment what Helsenorge was told last."""
    item = find(data, appointment)
    planned = item is not None and item.get("status") == "planned"
    if planned is stands:
        return None
    told = "timen står" if stands else "timen er avlyst"
    return (
        f"Helsenorge har sist fått vite at {told}, men i timeboken er den {'satt opp' if planned else 'ikke satt opp'}."
    )
