"""Takes in a message with an attachment type it cannot show, and loses the attachment."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F10": ("A23",)}
KNOWN = ("application/pdf", "image/jpeg", "image/png")


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return [one for one in super().refusals(letter, delivery) if one[0] != "X99"]

    def file(self, patient: str, kind: str, text: str, **more: object) -> None:
        kept = [one for one in more.get("attachments", []) if one["mime_type"] in KNOWN]  # type: ignore[attr-defined]
        super().file(patient, kind, text, **{**more, "attachments": kept})
