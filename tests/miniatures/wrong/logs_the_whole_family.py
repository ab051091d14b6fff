"""Logs a look at one child on everybody with the same family name."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

REMARKS = {"JRN-F03": ("JR-18",)}


class Wrong(HonestEpj):
    def opened(self, patient: str, action: str) -> None:
        family = self.setup.people[patient][0]
        for ident, (name, _) in self.setup.people.items():
            if name == family:
                super().opened(ident, action)
