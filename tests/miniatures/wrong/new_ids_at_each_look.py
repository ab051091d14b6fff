"""Gives a visit other ids each time somebody looks."""

from __future__ import annotations

import uuid

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {
    "HOME-F05": ("AVT-01",),
    "HOME-N10": (
        "A14",
        "AVT-02",
    ),
}


class Wrong(HomeCareEpj):
    def uid_of(self, one: Visit) -> str:
        return str(uuid.uuid4())

    def related_of(self, one: Visit) -> str:
        return str(uuid.uuid4())
