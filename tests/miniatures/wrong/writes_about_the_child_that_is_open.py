"""Whoever staff wrote about first is whom the next message is about too."""

from __future__ import annotations

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"MSG-N25": ("MH-06",)}


class Wrong(HonestEpj):
    whom = ""

    def staff_start_dialog(self, params: Answer) -> Answer:
        self.whom = self.whom or params["patient"]
        return super().staff_start_dialog({**params, "patient": self.whom})
