"""Journals the first 255 characters of why the parent cancelled."""

from __future__ import annotations

from dataclasses import replace

from tests.miniatures.honest import HonestEpj
from tests.miniatures.reading import Letter

REMARKS = {"CANCEL-N07": ("A24",)}


class Wrong(HonestEpj):
    def file_in(self, letter: Letter, kind: str, **links: str | None) -> None:
        super().file_in(replace(letter, text=letter.text[:255]), kind, **links)
