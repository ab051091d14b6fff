"""Lets staff set up an appointment for a child who has died, and tells the family of it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

REMARKS = {"ACC-F02": ("WD-01",)}


class Wrong(HonestEpj):
    def may_be_planned_for(self, patient: str) -> bool:
        return True
