"""Logs who reads a journal, but not who reads threads and appointments."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"JRN-N11": ("JR-05",)}
REMARKS = {"JRN-N12": ("JR-19",)}


class Wrong(HonestEpj):
    def opened(self, patient: str, action: str) -> None:
        if action == "leste journalen":
            super().opened(patient, action)
