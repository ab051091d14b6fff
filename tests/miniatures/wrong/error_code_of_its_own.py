"""Names an errorCondition that no source has; the refusal counts, the code is a remark."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Unreadable

REMARKS = {"MSG-F05": ("AR-07",)}


class Wrong(HonestEpj):
    def send_error(self, delivery: Delivery, fault: Unreadable) -> None:
        fault.condition = "error"
        super().send_error(delivery, fault)
