"""What the handbook has at its end from other documents, so that one page is enough where there is no source code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

_LINK: Final = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]+\)")
_CONTRACT: Final = """# Vedlegg: kontrakten (på engelsk)

Hva en journal må svare på for å kunne prøves: meldingsbussen, ansatt-adapteren og hvor journalen er koblet til.

"""
_ADAPTER: Final = """
## Den minste adapteren

Til å kopiere og fylle ut. Den trenger bare Python.

"""


def write(docs: Path, book: Path) -> None:
    """Write each appendix among the chapters of a book."""
    for name, made in APPENDICES.items():
        (book / f"{name}.md").write_text(made(docs), "utf-8")


def privacy(docs: Path) -> str:
    """What is stored where; how it is deleted stands in the handbook itself."""
    text = (docs / "personvern.md").read_text("utf-8").split("\n## Slik sletter dere")[0]
    text = text.replace("# Personvern:", "# Vedlegg: personvern,", 1)
    return f"{_flat(text)}\n\nHvordan kjøringer slettes, står i [Rydd opp](egen-journal.md#rydd-opp).\n"


def contract(docs: Path) -> str:
    """What an EPJ must answer: the parts that a vendor needs, and the adapter to copy."""
    whole = (docs / "contract.md").read_text("utf-8")
    parts = "## Part 1" + whole.split("\n## Part 1", 1)[1].split("\n## Part 4", 1)[0]
    sections = re.split(r"\n(?=###? )", parts)
    kept = [section for section in sections if "```sh" not in section]
    adapter = (docs / "reference_staff_server.py").read_text("utf-8")
    return f"{_CONTRACT}{_flat(chr(10).join(kept))}\n{_ADAPTER}```python\n{adapter}```\n"


def _flat(text: str) -> str:
    """The text without links to documents that the reader does not have."""
    return _LINK.sub(r"\1", text)


APPENDICES: Final[Mapping[str, Callable[[Path], str]]] = {"vedlegg-personvern": privacy, "vedlegg-kontrakt": contract}
