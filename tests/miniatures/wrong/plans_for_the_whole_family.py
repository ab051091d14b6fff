"""Shows an appointment in the timebook of everybody with the same family name."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"JRN-N14": ("JR-11",)}


class Wrong(HonestEpj):
    def staff_read_appointments(self, params: dict[str, Any]) -> Answer:
        people = self.setup.people
        family = [ident for ident, (name, _) in people.items() if name == people[params["patient"]][0]]
        shown = [super(Wrong, self).staff_read_appointments({**params, "patient": ident}) for ident in family]
        return {**shown[0], "data": {"appointments": [one for each in shown for one in each["data"]["appointments"]]}}
