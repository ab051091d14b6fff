"""Logs a look at a child on a brother or sister."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"JRN-F03": ("JR-05",)}


class Wrong(HonestEpj):
    def opened(self, patient: str, action: str) -> None:
        family = self.setup.people[patient][0]
        others = (ident for ident, (name, _) in self.setup.people.items() if name == family and ident != patient)
        super().opened(next(others, patient), action)
