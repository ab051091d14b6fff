"""Files a message without a usable number on everybody who has the writer's family name."""

from __future__ import annotations

from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Refusal
from tests.miniatures.reading import Letter

FAILS = {"MSG-F67": ("JR-06",), "MSG-F68": ("JR-06",)}


class Wrong(HonestEpj):
    def refusals(self, letter: Letter, delivery: Delivery) -> list[Refusal]:
        return [one for one in super().refusals(letter, delivery) if one[0] != "E36"]

    def file_in(self, letter: Letter, kind: str, **links: str | None) -> None:
        family = letter.acting.get("name", "").rpartition(" ")[2]
        for ident, (name, _) in self.setup.people.items():
            if name == family:
                letter.patient = ident
                super().file_in(letter, kind, **links)
