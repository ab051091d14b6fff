"""Answers 08 to the cancellation of an appointment that it does not have."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F01": ("AVT-02", "A14")}


class Wrong(HonestEpj):
    def decide(self, one: Appointment | None) -> tuple[str, str]:
        return ("08", "Timen er avbestilt.") if one is None else super().decide(one)
