"""IssueDate in the receipt is the time of the receipt, not GenDate of the message."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"MSG-N01": ("AR-02",), "TRP-N02": ("KON-05", "AR-02")}


class Wrong(HonestEpj):
    def original_of(self, letter: Letter) -> tuple[str, str, str, str]:
        type_, name, _, msg_id = super().original_of(letter)
        return type_, name, "2020-01-01T00:00:00Z", msg_id
