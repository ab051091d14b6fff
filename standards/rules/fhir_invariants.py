"""The invariants of hn-basis-appointment, each under the name it has there; A29, A31 and A33 judge by them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from standards.rules import fhir_parties, fhir_places, fhir_times
from standards.rules.fhir_invariant import Invariant

INVARIANTS: Final[Mapping[str, Invariant]] = MappingProxyType(
    {
        one.id: one
        for module in (fhir_times, fhir_places, fhir_parties)
        for one in vars(module).values()
        if isinstance(one, Invariant)
    }
)
"""Name → invariant."""
