"""One-way information goes out as DI, so that the citizen may answer."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"MSG-N04": ("EK-01",)}


class Wrong(HonestEpj):
    def dialog_code(self, answerable: bool) -> str:
        return "DI"
