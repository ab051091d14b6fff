"""Lets staff choose files for an answer, and sends the text alone."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"MSG-N69": ("JR-17",)}


class Wrong(HonestEpj):
    def staff_answer_dialog(self, params: dict[str, Any]) -> Answer:
        return super().staff_answer_dialog({**params, "attachments": []})
