"""Shows a message as acknowledged as soon as it is sent."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-F09": ("TL-02",)}


class Wrong(HonestEpj):
    def write(self, patient: str, type_: str, documents: list[str], parent: str = "", conversation: str = "") -> str:
        msg_id = super().write(patient, type_, documents, parent, conversation)
        sent = self.sent(msg_id)
        if sent is not None:
            sent.status = "kvittert"
        return msg_id
