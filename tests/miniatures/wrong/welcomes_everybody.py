"""Writes to everybody who becomes active, that they may now write to the health station."""

from __future__ import annotations

from tests.miniatures import templates
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import EKONTAKT
from tests.miniatures.reading import Letter

REMARKS = {"NOTE-N03": ("DS-05",)}


class Wrong(HonestEpj):
    def status_came(self, letter: Letter) -> None:
        super().status_came(letter)
        if letter.coded == "1":
            welcome = templates.request("EKI", "7601", "Velkommen", "Nå kan du skrive til oss på Helsenorge.")
            self.write(letter.patient, EKONTAKT, [welcome])
