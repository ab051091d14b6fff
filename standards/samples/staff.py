"""Who works in the services of the samples; none of them exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Employee:
    """One of the staff; `profession` is a code of 9060, `hpr` a number made up for the samples."""

    family: str
    given: str
    hpr: str
    profession: str
    remark: str = ""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


STAFF: Mapping[str, tuple[Employee, ...]] = {
    "helsestasjon": (
        Employee("Bråthen", "Ågot", "1234567", "SP", "Helsesykepleier for Bjørkelia"),
        Employee("Åsæter", "Jørn", "1234568", "LE", "Helsestasjonslege onsdager"),
    ),
    "hjemmetjeneste": (
        Employee("Mæhle", "Øystein", "1234567", "SP", "Primærkontakt"),
        Employee("Løvås", "Gøril", "1234568", "HF"),
    ),
}
"""Service → staff; the first one answers."""
