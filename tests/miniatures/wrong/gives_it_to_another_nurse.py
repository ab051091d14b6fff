"""A message to a nurse whom the citizen chose lies on the list of another."""

from __future__ import annotations

from tests.miniatures.message import NurseEpj

REMARKS = {"MSG-N26": ("DIA-09",)}


class Wrong(NurseEpj):
    def her_list(self) -> str:
        return "7654321"
