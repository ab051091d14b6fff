"""TypeForesp 05 is sent with the OID of the request list 7601 instead of 7602."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj

FAILS = {"BOOK-N01": ("DM-03",)}


class Wrong(HonestEpj):
    def push_dialog(self, code: str) -> str:
        return super().push_dialog(code).replace(".7602", ".7601")
