"""What is wrong with an appointment that was put over REST, from its raw resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from conformance.checks.appointments import Planned, local_time
from conformance.checks.register import RULES
from conformance.checks.timebook import same_minute
from conformance.ports.puts import patients
from standards.rules.model import Finding

Resource = Mapping[str, Any]
CALLED_OFF = "cancelled"
GONE = ("noshow", CALLED_OFF, "entered-in-error")


def is_as_registered(resource: Resource, planned: Planned) -> Iterator[Finding]:
    """Patient, start, end and place are what staff registered; the place may say more than that."""
    whose = list(patients(resource))
    places = [_said_of(one) for one in resource.get("contained") or () if _is(one, "Location")]
    if whose != [planned.patient]:
        yield _other("participant (Patient)", planned.patient, ", ".join(whose))
    for name, wanted in (("start", planned.start), ("end", planned.end)):
        found = str(resource.get(name, ""))
        if not found or not same_minute(local_time(found), wanted):
            yield _other(name, wanted, found)
    if not any(planned.location in place for place in places):
        yield _other("contained Location", planned.location, ", ".join(places))


def begins_at(resource: Resource, starts: Iterable[str]) -> bool:
    """Whether it begins at one of some local times."""
    begins = local_time(str(resource.get("start", "")))
    return any(same_minute(begins, start) for start in starts)


def is_one_appointment(puts: Sequence[tuple[str, Resource]]) -> Iterator[Finding]:
    """Every (address, resource) has the same id, in the address too, and the same identifiers."""
    ids = {str(resource.get("id", "")) for _, resource in puts} | {path.rpartition("/")[2] for path, _ in puts}
    named = {tuple(str(one.get("value", "")) for one in resource.get("identifier") or ()) for _, resource in puts}
    for what, found in (("id", sorted(ids)), ("identifier", sorted(" ".join(one) for one in named))):
        if len(found) > 1:
            yield RULES["A30"].finding(
                f"Timen har ikke samme {what} hver gang.", expected=found[0], found=", ".join(found), where=what
            )


def is_called_off(resource: Resource) -> Iterator[Finding]:
    """The last word about it is that it is called off."""
    if (found := str(resource.get("status", ""))) != CALLED_OFF:
        yield RULES["RT-02"].finding(
            "Timen er avlyst i journalen, men ikke hos Helsenorge.", expected=CALLED_OFF, found=found, where="status"
        )


def is_told_as_unused(resource: Resource) -> Iterator[Finding]:
    """It does not stand as planned any more."""
    if (found := str(resource.get("status", ""))) not in GONE:
        yield RULES["RT-03"].finding(
            "Timen står fortsatt som planlagt hos Helsenorge.",
            expected=" eller ".join(GONE),
            found=found,
            where="status",
        )


def names_nobody_else(raw: bytes, other: str) -> Iterator[Finding]:
    """The number of somebody else stands nowhere in it."""
    if other.encode() in raw:
        yield RULES["RT-01"].finding("Timen nevner en annen pasient.", expected="bare pasienten selv", found=other)


def _other(what: str, expected: str, found: str) -> Finding:
    return RULES["RT-01"].finding(
        f"{what} hos Helsenorge er ikke som i journalen.", expected=expected, found=found or "mangler", where=what
    )


def _said_of(place: Resource) -> str:
    """What a Location tells of where to come: FHIR has room for it in more than its name."""
    address = place.get("address")
    where = address.get("text", "") if isinstance(address, Mapping) else ""
    return ", ".join(str(text) for text in (place.get("name"), place.get("description"), where) if text)


def _is(one: Any, kind: str) -> bool:
    return isinstance(one, Mapping) and one.get("resourceType") == kind
