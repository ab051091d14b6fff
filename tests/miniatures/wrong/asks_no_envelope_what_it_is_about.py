"""Takes a message whose envelope does not say what it is about."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"TRP-F01": ("A23",)}


class Wrong(HonestEpj):
    def check_envelope(self, delivery: Delivery) -> None:
        super().check_envelope(_with_subject(delivery, "uten emne"))

    def check_transport(self, letter: Letter, delivery: Delivery) -> None:
        super().check_transport(letter, _with_subject(delivery, letter.type))


def _with_subject(delivery: Delivery, subject: str) -> Delivery:
    return replace(delivery, properties={"subject": subject, **delivery.properties})
