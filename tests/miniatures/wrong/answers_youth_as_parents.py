"""Answers the cancellation of a youth in the process that parents cancel in."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Appointment, Cancellation
from tests.miniatures.youth import YouthEpj

FAILS = {"YOUTH-N04": ("MH-03",)}


class Wrong(YouthEpj):
    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        HonestEpj.answer_cancellation(self, patient, one, wish, code, text)
