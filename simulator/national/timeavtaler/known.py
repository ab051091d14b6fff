"""What Helsenorge reads from an appointment to know whom it is for, when it is, and who may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from standards.fhir.primitives import moment
from standards.identifiers import classify, is_real_range
from standards.rules.fhir_appointment import birth_date, years_between
from standards.rules.fhir_view import Booking, Values, inner, objects_at, word

_ELEVEN_DIGITS: Final = re.compile(rb"(?<![0-9])[0-9]{11}(?![0-9])")
ADULT, OWN_LOGIN = 16, 12
"""Parents lose access at 16; until 12 they act alone."""


@dataclass(frozen=True)
class Known:
    """One appointment as Helsenorge knows it."""

    resource: Mapping[str, Any]

    @cached_property
    def booking(self) -> Booking:
        """Its codes, flags and places."""
        return Booking(self.resource)

    @cached_property
    def patient(self) -> str:
        """The national id of the patient; empty when none is given."""
        return next((number for number in self._numbers() if classify(number)), "")

    @cached_property
    def real_person(self) -> bool:
        """Whether anyone in it has a number that is not synthetic."""
        return any(is_real_range(number) for number in self._numbers())

    @cached_property
    def start(self) -> datetime | None:
        """When it begins: its start, or that of the wished period."""
        return self._moment("start")

    @cached_property
    def end(self) -> datetime | None:
        """When it ends."""
        return self._moment("end")

    @cached_property
    def identifier(self) -> tuple[str, str]:
        """System and value of the business identifier; empty texts when there is none."""
        return next(iter(self.identifiers), ("", ""))

    @cached_property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """Every business identifier that has a value."""
        listed = (one for _, one in objects_at(self.resource, "identifier"))
        return tuple((word(one, "system"), word(one, "value")) for one in listed if word(one, "value"))

    @cached_property
    def service(self) -> str:
        """Name of the service that it is with; empty when it is not told."""
        names = (word(one, "name") or word(one, "display") for _, _, one in self.booking.information)
        return next((name for name in names if name), "")

    def age(self, on: date) -> int | None:
        """The patient's age in full years, as far as the number tells."""
        born = birth_date({"identifier": {"value": self.patient}})
        return None if born is None else years_between(born, on)

    def to_json(self) -> dict[str, Any]:
        """What the inbox tells of it."""
        system, value = self.identifier
        return {
            "id": word(self.resource, "id"),
            "identifier": {"system": system, "value": value},
            "status": self.booking.status,
            "start": None if self.start is None else self.start.isoformat(),
            "end": None if self.end is None else self.end.isoformat(),
            "patient": self.patient or None,
            "service_area": self.booking.municipal or None,
            "home_visit": self.booking.home_visit,
        }

    def _numbers(self) -> Iterator[str]:
        for _, kind, reference in self.booking.actors:
            if kind in {"Patient", ""}:
                yield from (value for one in _identifiers(reference) if (value := word(one, "value")))

    def _moment(self, name: str) -> datetime | None:
        periods = [period for _, period in objects_at(self.resource, "requestedPeriod")]
        return next((at for one in (self.resource, *periods) if (at := moment(one.get(name))) is not None), None)


def tells_of_real_person(raw: bytes) -> bool:
    """Whether bytes that were never read hold a number that could be somebody's."""
    return any(is_real_range(number.decode()) for number in _ELEVEN_DIGITS.findall(raw))


def _identifiers(reference: Values) -> list[Values]:
    return [inner(reference, "identifier"), *(one for _, one in objects_at(reference, "identifier"))]
