"""Takes the wish of a parent for the youth's own."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.youth import YouthEpj

REMARKS = {"YOUTH-F03": ("YU-04",)}


class Wrong(YouthEpj):
    def wish_came(self, letter: Letter) -> After | None:
        return super().wish_came(replace(letter, acting={}))
