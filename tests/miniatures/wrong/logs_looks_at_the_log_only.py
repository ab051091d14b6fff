"""Logs that someone looked at the access log, but not that someone read the journal."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import Answer, HonestEpj

FAILS = {"JRN-N05": ("JR-05",)}


class Wrong(HonestEpj):
    def opened(self, patient: str, action: str) -> None:
        """Nothing."""

    def staff_read_access_log(self, params: dict[str, Any]) -> Answer:
        super().opened(params["patient"], "så på innsynsloggen")
        return super().staff_read_access_log(params)
