"""Keeps one cancellation of an appointment at a time, so the parent who wrote first is never answered."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F16": ("A14",)}


class Wrong(HonestEpj):
    def decide(self, one: Appointment | None) -> tuple[str, str]:
        if one is not None and one.cancellation and one.cancellation.state == "waiting":
            one.cancellation = None
        return super().decide(one)
