"""Sends every appointment once more when time has passed, also those that were called off."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"NOTE-F11": ("DS-04",)}
REMARKS = {"NOTE-F12": ("DS-02",)}


class Wrong(HonestEpj):
    def time_passed(self) -> None:
        for one in self.memory.appointments.values():
            self.push("05", one)
