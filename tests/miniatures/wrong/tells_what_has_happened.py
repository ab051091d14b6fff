"""Writes why in what the citizen is shown of an appointment that is called off."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

REMARKS = {"ACC-F04": ("WD-02",)}


class Wrong(HonestEpj):
    def withdrawn(self, one: Appointment) -> None:
        one.summary = "Avlyst fordi barnet er registrert dødt"
        super().withdrawn(one)
