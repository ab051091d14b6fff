"""A MsgId that has been here before is handled as new."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {
    "MSG-F06": ("A21", "AR-05"),
    "TRP-F24": ("A21", "AR-05"),
    "JRN-F02": ("JR-08",),
    "CANCEL-F04": ("A14", "A21", "AR-05"),
    "NOTE-F02": ("A21", "AR-05"),
    "MSG-F11": ("A21", "JR-08", "AR-05"),
}


class Wrong(HonestEpj):
    def is_duplicate(self, letter: Letter) -> bool:
        return False
