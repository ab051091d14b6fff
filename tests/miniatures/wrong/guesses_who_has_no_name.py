"""Takes a message about somebody without a name for one about the first other patient that it knows."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import MH, Letter

FAILS = {"MSG-F45": ("JR-06",)}


class Wrong(HonestEpj):
    def read(self, delivery: Delivery) -> Letter:
        letter = super().read(delivery)
        number = self.open(delivery).findtext(f"{MH}MsgInfo/{MH}Patient/{MH}Ident/{MH}Id", "")
        if not letter.patient and number:
            letter.patient = next(ident for ident in self.setup.people if ident != number)
        return letter
