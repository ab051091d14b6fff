"""Cancels at once although staff have to approve."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"CANCEL-N02": ("AVT-03", "AVT-02")}


class Wrong(HonestEpj):
    def must_ask(self) -> bool:
        return False
