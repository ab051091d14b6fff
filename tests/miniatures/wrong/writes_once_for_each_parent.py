"""A message about a child is sent once for each of the parents."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"MSG-N24": ("EK-01",)}
GROWN_UP = 40
"""Born so late in the last century that the child has no parents here."""


class Wrong(HonestEpj):
    def staff_start_dialog(self, params: Answer) -> Answer:
        if int(params["patient"][4:6]) < GROWN_UP:
            super().staff_start_dialog(params)
        return super().staff_start_dialog(params)
