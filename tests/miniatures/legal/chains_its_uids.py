"""Gives the appointment a new uid at every change, with related-to naming the uid before it."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Setup
from tests.miniatures.records import Appointment

ONLY = ("BOOK-N01", "BOOK-N03", "BOOK-N05", "BOOK-N14", "BOOK-F14", "BOOK-F17", "CANCEL-N01", "CANCEL-F05")


class Legal(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.uids: dict[str, list[str]] = {}

    def ids_of(self, one: Appointment) -> set[str]:
        return {one.slot, *self.uids.get(one.id, ())}

    def push(self, code: str, one: Appointment) -> None:
        uids = self.uids.setdefault(one.id, [])
        if uids:
            one.slot = self.new_msg_id()
        uids.append(one.slot)
        super().push(code, one)

    def calendar_of(self, one: Appointment) -> str:
        before = self.uids.get(one.id, [])[:-1]
        return super().calendar_of(replace(one, id=before[-1] if before else ""))
