"""Writes the ids it refers to in capitals, and those of error messages without dashes, as the common library does."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter, Unreadable
from tests.miniatures.records import Thread

ONLY = ("MSG-N01", "MSG-N02", "MSG-F05", "MSG-F09", "CANCEL-N01", "CANCEL-N02")


class Legal(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        return super().write(patient, type_, documents, parent.upper(), conversation.upper())

    def thread_for(self, letter: Letter) -> Thread:
        return super().thread_for(replace(letter, conversation=letter.conversation.lower()))

    def original_of(self, letter: Letter) -> tuple[str, str, str, str]:
        type_, name, issued, msg_id = super().original_of(letter)
        return type_, name, issued, msg_id.upper()

    def send_error(self, delivery: Delivery, fault: Unreadable) -> None:
        plain = {**delivery.properties, "message_id": delivery.properties["message_id"].replace("-", "")}
        super().send_error(replace(delivery, properties=plain), fault)
