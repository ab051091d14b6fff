"""What the FHIR rules see: an appointment with its codes, flags, places and extensions, safe whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from lxml import etree

from standards.exchange import Role
from standards.fhir import Breach, locate, walk
from standards.fhir.invariants import objects
from standards.rules.register import Fault, Kind, Silent
from standards.rules.view import FHIR_CONTENT, Message, nodes
from standards.xml import FHIR

HN_APPOINTMENT: Final = "http://helsenorge.no/fhir/StructureDefinition/hn-basis-appointment"
HN, OID = "http://helsenorge.no/fhir", "urn:oid:2.16.578.1.12.4.1"
MUNICIPAL: Final = f"{OID}.1.7619"
SPECIALIST: Final = "http://terminology.hl7.org/CodeSystem/service-category"
ACCESS: Final = f"{OID}.1.9603"
OF_HELSENORGE: Final = frozenset({MUNICIPAL, ACCESS, f"{OID}.1.7621"})
"""Code systems that no other profile of appointments has."""
NOTIFY, REMIND = f"{HN}/varsling", f"{HN}/paminnelse"
HER_ID, ORG_NUMBER, RESH = f"{OID}.2", f"{OID}.4.101", f"{OID}.4.102"
PARTY_SYSTEMS: Final = (HER_ID, RESH, ORG_NUMBER)
FEW: Final = 25
"""How many breaches of one kind are looked for: a resource may repeat the same fault without end."""
HOME, OFFICE = "PTRES", "OF"
VERSION: Final = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){0,3}")
Values = Mapping[str, Any]
Placed = tuple[str, Values]


def objects_at(values: Values, name: str, at: str = "") -> list[Placed]:
    """The objects in a list element, each with its JSON pointer."""
    listed = values.get(name)
    found = enumerate(listed) if isinstance(listed, list) else ()
    return [(f"{at}/{name}/{index}", one) for index, one in found if isinstance(one, Mapping)]


def inner(values: Values, name: str) -> Values:
    """The object of an element; empty when it is none."""
    found = values.get(name)
    return found if isinstance(found, Mapping) else {}


def word(values: Values, name: str) -> str:
    """The text of an element; empty when it is none."""
    found = values.get(name)
    return found if isinstance(found, str) else ""


def has(values: Values, name: str) -> bool:
    """Whether an element is there, with a value or only with an extension in place of it."""
    return name in values or f"_{name}" in values


def codings(concept: Values, at: str = "") -> list[Placed]:
    """The codings of a CodeableConcept."""
    return objects_at(concept, "coding", at)


def shown(coding: Values) -> str:
    """A coding for a person to read."""
    return f"{word(coding, 'system') or 'uten system'} {word(coding, 'code') or 'uten kode'}"


def extension_name(url: str) -> str:
    """The last part of an extension's URL in small letters, without what separates words."""
    return re.sub(r"[^a-z0-9]", "", url.rstrip("/").rpartition("/")[2].casefold())


def fault(
    message: Message,
    at: str,
    problem: str,
    *,
    expected: str,
    found: str,
    fix: str,
    remark: bool = False,
    clause: str = "",
    item: int | None = None,
    by: Role | None = None,
) -> Fault:
    """A fault that points by JSON pointer in JSON, by XPath in XML."""
    root = xml_root(message)
    element = None if root is None else locate(root, at)
    where = "" if element is not None else at or "/"
    return Fault(problem, element, expected, found, fix, remark, clause, where, 0, item, by)


def broken(message: Message, breach: Breach, *, remark: bool = False, clause: str = "") -> Fault:
    """A fault from a breach."""
    return fault(
        message,
        breach.at,
        breach.problem,
        expected=breach.expected,
        found=breach.found,
        fix=breach.fix,
        remark=remark,
        clause=clause,
    )


def xml_root(message: Message) -> etree._Element | None:
    """The resource as it came in XML; None when it came in JSON."""
    if message.kind is not Kind.FHIR:
        return next(iter(nodes(message.root, FHIR_CONTENT)), None)
    return None if message.root.tag == f"{{{FHIR}}}json" else message.root


@dataclass(frozen=True)
class Booking:
    """One Appointment of the Helsenorge profile; pointers are from the resource's root."""

    values: Values

    @cached_property
    def status(self) -> str:
        """The status."""
        return word(self.values, "status")

    @cached_property
    def declared(self) -> str:
        """The version of the profile that the resource names; empty when it names none."""
        for profile in _profiles(self.values):
            name, _, version = profile.partition("|")
            if name == HN_APPOINTMENT and VERSION.fullmatch(version):
                return version
        return ""

    @cached_property
    def categories(self) -> list[Placed]:
        """The codings of serviceCategory."""
        return [one for at, value in objects_at(self.values, "serviceCategory") for one in codings(value, at)]

    @cached_property
    def specialist(self) -> bool:
        """Whether it is of the specialist services (27 or 30)."""
        pairs = {(word(one, "system"), word(one, "code")) for _, one in self.categories}
        return bool(pairs & {(SPECIALIST, "27"), (SPECIALIST, "30")})

    @cached_property
    def municipal(self) -> str:
        """The municipal service area; empty for another service, or none."""
        return next((word(one, "code") for _, one in self.categories if word(one, "system") == MUNICIPAL), "")

    @cached_property
    def home_care(self) -> bool:
        """Whether it is of home care (7)."""
        return self.municipal == "7"

    @cached_property
    def _by_id(self) -> dict[str, Values]:
        return {word(one, "id"): one for one in objects(self.values.get("contained"))}

    def contained(self, kind: str) -> list[Placed]:
        """The contained resources of a type."""
        return [one for one in objects_at(self.values, "contained") if word(one[1], "resourceType") == kind]

    @cached_property
    def flags(self) -> list[Placed]:
        """The codings of the contained flags: what the citizen may do."""
        return [one for at, flag in self.contained("Flag") for one in codings(inner(flag, "code"), f"{at}/code")]

    @cached_property
    def places(self) -> set[str]:
        """What the contained locations are typed as: home, office or both."""
        found = [
            one
            for at, place in self.contained("Location")
            for where, kind in objects_at(place, "type", at)
            for _, one in codings(kind, where)
        ]
        roles = {word(one, "code") for one in found if word(one, "system").casefold().endswith("rolecode")}
        return roles & {HOME, OFFICE}

    @cached_property
    def home_visit(self) -> bool:
        """Whether home care comes to the citizen's home."""
        return self.home_care and HOME in self.places

    def extensions(self, name: str) -> list[Placed]:
        """The extensions whose name ends as given: publishers write the same one under several URLs."""
        listed = objects_at(self.values, "extension")
        return [one for one in listed if extension_name(word(one[1], "url")).endswith(name)]

    def tags(self, system: str) -> list[Placed]:
        """The tags of a system."""
        listed = objects_at(inner(self.values, "meta"), "tag", "/meta")
        return [one for one in listed if word(one[1], "system") == system]

    @cached_property
    def access(self) -> list[Placed]:
        """The codes of 9603: who may not see it."""
        return access_codes(self.values)

    @cached_property
    def information(self) -> list[tuple[str, str, Values]]:
        """What supportingInformation refers to: pointer, type and the contained resource or the reference itself."""
        return [(at, *self.target(one)) for at, one in objects_at(self.values, "supportingInformation")]

    @cached_property
    def actors(self) -> list[tuple[str, str, Values]]:
        """The actors: pointer, type and the reference itself."""
        listed = objects_at(self.values, "participant")
        pairs = [(f"{at}/actor", inner(one, "actor")) for at, one in listed if inner(one, "actor")]
        return [(at, self.target(one)[0], one) for at, one in pairs]

    def target(self, reference: Values) -> tuple[str, Values]:
        """The type a reference is to, and the contained resource when it is one."""
        to = word(reference, "reference")
        if to.startswith("#") and (one := self._by_id.get(to[1:])) is not None:
            return word(one, "resourceType"), one
        kind = re.search(r"(?:^|/)([A-Z][A-Za-z]+)/[^/]+(?:/_history/[^/]+)?$", to)
        return word(reference, "type").rpartition("/")[2] or (kind.group(1) if kind else ""), reference


def access_codes(values: Values) -> list[Placed]:
    """The codes of 9603 in meta.security."""
    listed = objects_at(inner(values, "meta"), "security", "/meta")
    return [one for one in listed if word(one[1], "system") == ACCESS]


def party_systems(organization: Values) -> list[str]:
    """The systems under which an organisation, or a reference to one, is identified."""
    ids = [one for _, one in objects_at(organization, "identifier")] or [inner(organization, "identifier")]
    return [word(one, "system") for one in ids if word(one, "value") and word(one, "system") in PARTY_SYSTEMS]


def booking(message: Message) -> Booking | Silent | None:
    """The appointment to judge by the profile; why not, when it is an appointment of something else."""
    values = message.resource
    if values is None:
        return None
    if values.get("resourceType") != "Appointment":
        inside = any(isinstance(one, Mapping) and one.get("resourceType") == "Appointment" for _, one in walk(values))
        return Silent("Timer som ligger inne i en annen ressurs, er bare vurdert etter R4.") if inside else None
    profiles = _profiles(values)
    if any(profile.partition("|")[0] == HN_APPOINTMENT for profile in profiles):
        return Booking(values)
    if profiles:
        return Silent("Timen følger en annen profil enn hn-basis-appointment, så bare R4 er vurdert.")
    if any(isinstance(one, str) and (one.startswith(HN) or one in OF_HELSENORGE) for _, one in walk(values)):
        return Booking(values)
    return Silent("Timen nevner verken Helsenorges profil eller kodeverkene i den, så bare R4 er vurdert.")


def _profiles(values: Values) -> list[str]:
    listed = inner(values, "meta").get("profile")
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
