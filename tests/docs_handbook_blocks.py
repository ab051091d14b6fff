"""The blocks of the handbook: what is typed, what the machine then says, and why something is not run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BOOK = Path(__file__).resolve().parent.parent / "docs/handbok"
COMMANDS = ("sh", "bat")
USES = ("run", "skip", "output", "dialog", "file", "example")
_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Block:
    """One fenced block; `words` are what stands behind its language, as `exit=1` → {"exit": "1"}."""

    chapter: str
    line: int
    language: str
    words: dict[str, str]
    text: str

    @property
    def typed(self) -> bool:
        """Whether a reader types it."""
        return self.language in COMMANDS

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.chapter}.md:{self.line}"


def chapters() -> list[str]:
    """The chapters in the order that they are read in, without the appendices, which are made of other documents."""
    index = (BOOK / "index.md").read_text("utf-8")
    tree = index.split("```{toctree}")[1].split("```")[0]
    named = [line.strip() for line in tree.splitlines() if line.strip() and not line.startswith((":", "vedlegg-"))]
    return ["index", *named]


def text_of(chapter: str) -> str:
    """The source of a chapter."""
    return (BOOK / f"{chapter}.md").read_text("utf-8")


def blocks(chapter: str) -> list[Block]:
    """Its blocks in order, without the directives of Sphinx."""
    return [block for block in _blocks(chapter) if not block.language.startswith("{")]


def _blocks(chapter: str) -> Iterator[Block]:
    lines = iter(enumerate(text_of(chapter).splitlines(), 1))
    for number, line in lines:
        if not (start := _FENCE.match(line)):
            continue
        indent, body = start["indent"], []
        for _, inner in lines:
            if inner == f"{indent}```":
                break
            body.append(inner.removeprefix(indent))
        language, *words = shlex.split(start["info"]) or [""]
        pairs = (word.partition("=") for word in words)
        yield Block(chapter, number, language, {key: value for key, _, value in pairs}, "\n".join(body))


def differences(shown: str, said: str) -> list[str]:
    """The shown lines that were not said: a line of … stands for any lines, and … in a line for anything."""
    rest = said.splitlines()
    at, loose, missing = 0, True, []
    for line in shown.splitlines():
        if line.strip() == "…":
            loose = True
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"\s*")
        places = range(at, len(rest)) if loose else range(at, min(at + 1, len(rest)))
        found = next((place for place in places if pattern.fullmatch(rest[place])), None)
        if found is None:
            missing.append(line)
        else:
            at, loose = found + 1, False
    return missing
