"""Takes two messages about the same patient in the same second for the same message."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

FAILS = {"TRP-N05": ("A21",)}


class Wrong(HonestEpj):
    def __init__(self, *setup: object) -> None:
        super().__init__(*setup)  # type: ignore[arg-type]
        self.seconds: set[tuple[str, str]] = set()

    def is_duplicate(self, letter: Letter) -> bool:
        known = (letter.patient, letter.gen_date) in self.seconds
        self.seconds.add((letter.patient, letter.gen_date))
        return known or super().is_duplicate(letter)
