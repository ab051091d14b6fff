"""Sets up an appointment at an hour that is on no clock, and tells Helsenorge of another."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

REMARKS = {"TIME-F05": ("TID-02",)}


class Wrong(HonestEpj):
    def is_on_the_clock(self, local: str) -> bool:
        return True
