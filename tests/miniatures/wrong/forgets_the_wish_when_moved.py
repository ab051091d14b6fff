"""A move throws away the cancellation that was waiting; the parent never gets an answer."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F05": ("A14",)}


class Wrong(HonestEpj):
    def moved(self, one: Appointment) -> None:
        one.cancellation = None
        super().moved(one)
