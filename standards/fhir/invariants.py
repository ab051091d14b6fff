"""The invariants of R4 that matter here: what the structure alone cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from standards.fhir.definitions import Type, find
from standards.fhir.faults import Breach, walk
from standards.fhir.primitives import moment

Values = Mapping[str, Any]
_MAY_LACK_TIMES: Final = frozenset({"proposed", "cancelled", "waitlist"})
_CANCELLED: Final = frozenset({"cancelled", "noshow", "no-show"})


def invariants(resource: Values) -> Iterator[Breach]:
    """Every broken invariant of the resource, what it contains and the types in it."""
    yield from _contained(resource)
    yield from _of_types(resource, str(resource.get("resourceType")), "", _names(resource))


def objects(value: Any) -> list[Values]:
    """The objects in what should be a list of them."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _names(resource: Values) -> frozenset[str]:
    """The ids of what it contains."""
    ids = (one.get("id") for one in objects(resource.get("contained")))
    return frozenset(one for one in ids if isinstance(one, str))


def _of_types(value: Values, name: str, at: str, names: frozenset[str]) -> Iterator[Breach]:
    """Walk the resource with its types, and run what holds for each."""
    known = find(name)
    if known is None:
        return
    for check in _CHECKS.get(name, ()):
        yield from check(value, at)
    if name == "Reference":
        yield from _reference(value, at, names)
    for field, inner in value.items():
        yield from _field(field, inner, known, f"{at}/{field}", names)


def _field(field: str, inner: Any, known: Type, at: str, names: frozenset[str]) -> Iterator[Breach]:
    element = known.elements.get(field.removeprefix("_"))
    if element is None:
        return
    kind = "Element" if field.startswith("_") else element.type
    for place, one in enumerate(inner) if isinstance(inner, list) else ((None, inner),):
        if not isinstance(one, Mapping):
            continue
        here = at if place is None else f"{at}/{place}"
        whole = _names(one) if field == "resource" else names
        yield from _of_types(one, str(one.get("resourceType")) if kind == "Resource" else kind, here, whole)


def _contained(resource: Values) -> Iterator[Breach]:
    inner = objects(resource.get("contained"))
    named = {value for _, value in walk(resource) if isinstance(value, str) and value.startswith("#")}
    for index, one in enumerate(inner):
        at, name = f"/contained/{index}", one.get("id")
        if "contained" in one:
            yield Breach(
                f"{at}/contained",
                "En innebygd ressurs har selv innebygde ressurser.",
                "alle innebygde ressurser ytterst",
                "contained i contained",
                "Flytt dem ut.",
                "dom-2",
            )
        if f"#{name}" not in named and not any(value == "#" for _, value in walk(one)):
            yield Breach(
                at,
                "Ingenting viser til den innebygde ressursen.",
                f"en referanse til #{name}" if name else "en id, og en referanse til den",
                f"{one.get('resourceType')} uten referanse",
                "Vis til ressursen, eller fjern den.",
                "dom-3",
            )
        yield from _contained_meta(one.get("meta"), at)
    yield from _same_id(inner)


def _contained_meta(meta: Any, at: str) -> Iterator[Breach]:
    for name, key in (("versionId", "dom-4"), ("lastUpdated", "dom-4"), ("security", "dom-5")):
        if isinstance(meta, Mapping) and name in meta:
            yield Breach(
                f"{at}/meta/{name}",
                f"En innebygd ressurs har meta.{name}.",
                f"meta.{name} bare ytterst",
                f"meta.{name}",
                "Fjern det fra den innebygde ressursen.",
                key,
            )


def _same_id(inner: list[Values]) -> Iterator[Breach]:
    seen: set[str] = set()
    for index, one in enumerate(inner):
        name = one.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Breach(
                f"/contained/{index}/id",
                "To innebygde ressurser har samme id.",
                "en egen id for hver",
                name,
                "Gi den ene en annen id, og rett referansene.",
            )
        seen.add(name)


def _reference(value: Values, at: str, names: frozenset[str]) -> Iterator[Breach]:
    to = value.get("reference")
    if not isinstance(to, str) or not to.startswith("#") or to == "#":
        return
    if to[1:] not in names:
        yield Breach(
            f"{at}/reference",
            "Referansen viser til en innebygd ressurs som ikke finnes.",
            "id-en til en ressurs i contained",
            to,
            "Ta med ressursen, eller rett referansen.",
            "ref-1",
        )


def _appointment(value: Values, at: str) -> Iterator[Breach]:
    times = [name for name in ("start", "end") if {name, f"_{name}"} & set(value)]
    status = value.get("status")
    if len(times) == 1:
        yield Breach(
            f"{at}/{times[0]}",
            "Timen har bare ett av start og end.",
            "både start og end, eller ingen av dem",
            f"bare {times[0]}",
            "Ta med det andre tidspunktet.",
            "app-2",
        )
    elif not times and isinstance(status, str) and status not in _MAY_LACK_TIMES:
        yield Breach(
            at or "/",
            f"Timen mangler start og end, men har status {status}.",
            "start og end, unntatt når status er proposed, cancelled eller waitlist",
            "ingen tidspunkter",
            "Ta med start og end.",
            "app-3",
        )
    if "cancelationReason" in value and isinstance(status, str) and status not in _CANCELLED:
        yield Breach(
            f"{at}/cancelationReason",
            f"Timen har avlysningsgrunn, men status {status}.",
            "cancelationReason bare når status er cancelled eller noshow",
            status,
            "Fjern grunnen, eller rett status.",
            "app-4",
        )


def _response(value: Values, at: str) -> Iterator[Breach]:
    if "participantType" not in value and "actor" not in value:
        yield _lacks(at or "/", "Svaret sier ikke hvem som svarer.", "participantType eller actor", "apr-1")


def _participant(value: Values, at: str) -> Iterator[Breach]:
    if "type" not in value and "actor" not in value:
        yield Breach(
            at,
            "Deltakeren har verken type eller actor.",
            "minst én av dem",
            "ingen av dem",
            "Si hvem deltakeren er.",
            "app-1",
        )


def _extension(value: Values, at: str) -> Iterator[Breach]:
    values = [name for name in value if name.removeprefix("_").startswith("value")]
    if bool(values) == ("extension" in value):
        yield Breach(
            at,
            "Utvidelsen har både verdi og utvidelser." if values else "Utvidelsen har verken verdi eller utvidelser.",
            "value[x] eller extension, bare én av delene",
            "begge deler" if values else "ingen av delene",
            "Behold den ene delen." if values else "Ta med verdien, eller fjern utvidelsen.",
            "ext-1",
        )


def _period(value: Values, at: str) -> Iterator[Breach]:
    start, end = moment(value.get("start")), moment(value.get("end"))
    if start is not None and end is not None:
        wrong = start > end
    else:
        first, last = (str(value.get(name) or "").partition("T")[0] for name in ("start", "end"))
        wrong = bool(first and last) and len(first) == len(last) and first > last
    if wrong:
        yield Breach(
            at,
            "Perioden slutter før den begynner.",
            "start før eller lik end",
            f"{value.get('start')} til {value.get('end')}"[:80],
            "Rett tidspunktene.",
            "per-1",
        )


def _contact_point(value: Values, at: str) -> Iterator[Breach]:
    if "value" in value and "system" not in value:
        yield _lacks(at, "Kontaktpunktet har verdi, men ikke system.", "system", "cpt-2")


def _quantity(value: Values, at: str) -> Iterator[Breach]:
    if "code" in value and "system" not in value:
        yield _lacks(at, "Mengden har kode for enheten, men ikke system.", "system", "qty-3")


def _attachment(value: Values, at: str) -> Iterator[Breach]:
    if "data" in value and "contentType" not in value:
        yield _lacks(at, "Vedlegget har data, men ikke contentType.", "contentType", "att-1")


def _organization(value: Values, at: str) -> Iterator[Breach]:
    if "name" not in value and "identifier" not in value:
        yield _lacks(at or "/", "Organisasjonen har verken navn eller identifikator.", "name eller identifier", "org-1")
    for name, key in (("address", "org-2"), ("telecom", "org-3")):
        for index, one in enumerate(objects(value.get(name))):
            if one.get("use") == "home":
                yield Breach(
                    f"{at}/{name}/{index}/use",
                    f"Organisasjonen har {name} som er hjemme hos noen.",
                    "work eller en annen bruk enn home",
                    "home",
                    "Rett use.",
                    key,
                )


def _patient_contact(value: Values, at: str) -> Iterator[Breach]:
    if not {"name", "telecom", "address", "organization"} & set(value):
        yield _lacks(at, "Kontaktpersonen er ikke beskrevet.", "name, telecom, address eller organization", "pat-1")


def _lacks(at: str, problem: str, expected: str, key: str) -> Breach:
    return Breach(at, problem, expected, "ikke til stede", f"Ta med {expected}.", key)


_CHECKS: Final[Mapping[str, tuple[Callable[[Values, str], Iterator[Breach]], ...]]] = {
    "Appointment": (_appointment,),
    "Appointment.participant": (_participant,),
    "AppointmentResponse": (_response,),
    "Attachment": (_attachment,),
    "ContactPoint": (_contact_point,),
    "Extension": (_extension,),
    "Organization": (_organization,),
    "Patient.contact": (_patient_contact,),
    "Period": (_period,),
    **dict.fromkeys(("Age", "Count", "Distance", "Duration", "Quantity"), (_quantity,)),
}
