"""Files the message about digital status, also for somebody who has no journal."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

REMARKS = {"NOTE-F01": ("DS-03",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        super().status_came(letter)
        self.file(letter.patient, "melding_inn", "Innbyggeren er digitalt aktiv.")
