"""Says in English what the standards say in bokmål; the words stand in `texts.tsv`, one text a line."""

from __future__ import annotations

import functools
from pathlib import Path

from standards.english.matching import Table

__all__ = ["Table", "rows", "table", "translate"]


def translate(text: str) -> str:
    """The text in English, unchanged when it is not one of ours; never raises."""
    return table().translate(text)


@functools.cache
def table() -> Table:
    """The texts of the standards."""
    return Table(rows())


def rows() -> dict[str, str]:
    """The texts of the standards as they stand in the file, for whoever has more of its own."""
    lines = Path(__file__).with_name("texts.tsv").read_text(encoding="utf-8").splitlines()
    return {written: english for written, _, english in (line.partition("\t") for line in lines)}
