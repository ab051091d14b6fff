"""A time that a youth has wished for is called off by talking with the nurse: 26, in words, and the time stands."""

from __future__ import annotations

from tests.miniatures.records import Appointment
from tests.miniatures.youth import YouthEpj

ONLY = ("YOUTH-N04",)


class Legal(YouthEpj):
    def decide(self, one: Appointment | None) -> tuple[str, str]:
        return "26", "Snakk med helsesykepleieren, så finner dere en annen tid."
