"""The other documents that a step asks for by the name of the root element."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from standards.codes import Ident
from standards.felleskomponent import Person, Practitioner, TeleCom
from standards.helsepersonell import Entry, HelsepersonelListe
from standards.hodemelding import Payload
from standards.kodeverk.k9034 import K9034
from standards.kodeverk.k9060 import K9060
from standards.personer import Personer
from standards.samples.model import Cast, SampleError
from standards.samples.staff import STAFF, Employee
from standards.samples.variants import EMPTY
from standards.tjenesteoversikt import Service, TjenesteOversikt

_SERVICES: Mapping[str, tuple[str, ...]] = {
    "helsestasjon": ("Helsestasjon", "Skolehelsetjeneste"),
    "hjemmetjeneste": ("Hjemmesykepleie", "Praktisk bistand"),
}


def document(name: str, cast: Cast, variant: str = "") -> Payload:
    """The document with that root element; raises `SampleError` for one that nobody has written yet."""
    make = _DOCUMENTS.get(name)
    if make is None:
        raise SampleError(
            f"Det finnes ikke noe eksempel på dokumentet {name}.",
            expected=", ".join(_DOCUMENTS),
            found=name,
            fix="Lag et i standards/samples/documents.py.",
        )
    return TjenesteOversikt() if variant == EMPTY else make(cast)


def _persons(cast: Cast) -> Payload:
    return Personer((Person(cast.patient.family, cast.patient.given, (Ident.national(cast.patient.ident),)),))


def _practitioners(cast: Cast) -> Payload:
    return HelsepersonelListe(tuple(_entry(employee) for employee in STAFF[cast.service]))


def _entry(employee: Employee) -> Entry:
    practitioner = Practitioner(
        employee.family,
        employee.given,
        (Ident.hpr(employee.hpr),),
        type=K9060.cs(employee.profession),
        role_to_patient=K9034.cv("9"),
    )
    return Entry((practitioner,), employee.remark or None)


def _services(cast: Cast) -> Payload:
    since = cast.now.date() - timedelta(days=90)
    return TjenesteOversikt(
        tuple(
            Service(
                str(number),
                name,
                Ident.her(cast.epj.her_id),
                since,
                delivered_by=cast.epj.level1.name,
                phone=TeleCom("tel:+4700000000"),
            )
            for number, name in enumerate(_SERVICES[cast.service], start=1)
        )
    )


_DOCUMENTS: Mapping[str, Callable[[Cast], Payload]] = {
    "Personer": _persons,
    "HelsepersonelListe": _practitioners,
    "TjenesteOversikt": _services,
}
