"""One whom no target file has, and whom no journal should know."""

from __future__ import annotations

from datetime import date
from typing import Final

from conformance.targets.model import TestPerson
from standards.identifiers import make_fnr

BORN: Final = date(1979, 3, 8)
STRANGER: Final = TestPerson(
    id="ukjent",
    ident=make_fnr(BORN, 443),
    family="Fremmed",
    given="Tora",
    birth_date=BORN,
    kind="voksen",
    guardians=(),
    relation="",
    digitally_active=True,
)
