"""What is told while things start."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click


def say(text: str) -> None:
    """Print at once; nobody may be reading any more (`| head`), and what runs goes on all the same."""
    try:
        click.echo(text)
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123  open until the end


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows under each other, each column as wide as its widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
