"""Lets a visit past midnight end on the day it began."""

from __future__ import annotations

from tests.miniatures.homecare import HomeCareEpj, Visit

FAILS = {"HOME-F06": ("A10",)}


class Wrong(HomeCareEpj):
    def end_of(self, one: Visit) -> str:
        return one.day + one.end[10:]
