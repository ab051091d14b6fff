"""Tells that home care called off, whatever staff registered."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F12": ("A27",)}


class Wrong(HomeCareEpj):
    def reason_of(self, one: Visit) -> str:
        return "Avlyst av tjeneste" if one.status == "cancelled" else ""
