"""Puts the national number of an employee in the calendar."""

from __future__ import annotations

from datetime import date

from standards.identifiers import make_fnr
from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F03": ("HV-03",)}


class Wrong(HomeCareEpj):
    def names_of(self, one: Visit) -> tuple[str, ...]:
        return tuple(f"{name} ({make_fnr(date(1980, 5, 4), 231)})" for name in one.employees)
