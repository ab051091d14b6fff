"""Takes a cancellation out of the journal when staff refuse it."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

REMARKS = {"JRN-F04": ("A24",)}


class Wrong(HonestEpj):
    def staff_refuse_cancellation(self, params: dict[str, Any]) -> Answer:
        answer = super().staff_refuse_cancellation(params)
        kept = [one for one in self.memory.journal if one.view["kind"] != "avbestilling"]
        self.memory.journal[:] = kept
        return answer
