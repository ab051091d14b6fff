"""A second cancellation puts the appointment back."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment

FAILS = {"CANCEL-F03": ("AVT-02",)}


class Wrong(HonestEpj):
    def decide(self, one: Appointment | None) -> tuple[str, str]:
        code, text = super().decide(one)
        if one is not None and one.status == "cancelled":
            one.status, one.slot_free = "planned", False
        return code, text
