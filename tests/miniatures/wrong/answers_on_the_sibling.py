"""The answer is sent about the other child in the family."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N05": ("MH-06",)}


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        other = next(ident for ident in self.setup.people if ident != patient) if parent else patient
        return super().write(other, type_, documents, parent, conversation)
