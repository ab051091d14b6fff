"""Names and signs in messages about appointments: as they are, and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards.rules.model import Finding

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

Findings = tuple[Finding, ...]
_PATIENT: Final = "/mh:MsgHead/mh:MsgInfo/mh:Patient"


def names(message: Inbound, person: TestPerson) -> Findings:
    """Patient has both names, the person's own, and one number of the kind that it is."""
    family, given = message.text_at(f"{_PATIENT}/mh:FamilyName"), message.text_at(f"{_PATIENT}/mh:GivenName")
    kind = message.text_at(f"{_PATIENT}/mh:Ident/mh:TypeId/@V")
    expected_kind = "DNR" if person.ident[:1] in "4567" else "FNR"
    whole = f"{given} {family}".casefold()
    pairs = (
        ("mh:FamilyName", family, person.family, bool(family) and person.family.casefold() in whole),
        ("mh:GivenName", given, person.given, bool(given)),
        ("mh:Ident/mh:Id", message.patient_id, person.ident, message.patient_id == person.ident),
        ("mh:Ident/mh:TypeId/@V", kind, expected_kind, kind == expected_kind),
    )
    return tuple(
        RULES["MH-06"].finding(
            "Pasienten i meldingen er ikke skrevet som i journalen.",
            where=f"{_PATIENT}/{where}",
            expected=expected,
            found=found or "mangler",
            fix="Skriv etternavn, fornavn og nummer med riktig type. Har pasienten ett navn, skriv det i begge.",
            item=message.item,
        )
        for where, found, expected, right in pairs
        if not right
    )


def has_whole_place(message: Inbound, place: str) -> Findings:
    """A long name of a place is not cut."""
    if place in message.location:
        return ()
    return (
        RULES["AVT-22"].finding(
            "Stedsnavnet i meldingen er ikke helt.",
            where="x:location",
            expected=place,
            found=message.location or "mangler",
            item=message.item,
        ),
    )
