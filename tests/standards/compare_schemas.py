"""Compare our schema pack with the official one: same verdict on every message, mutant and grown document.

python -m tests.standards.compare_schemas FOLDER_OF_MESSAGES OFFICIAL_SCHEMA_FOLDER [--seed N] [--count 200]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree

from standards.schema import OWN_FOLDER, SchemaFault, SchemaPack
from tests.standards.instances import instances
from tests.standards.mutants import Mutant, mutants, neighbours, read_folder

MAX_NEIGHBOURS = 80


@dataclass(frozen=True)
class Disagreement:
    """A document that one pack accepts and the other refuses."""

    done: str
    root: etree._Element
    own: tuple[SchemaFault, ...]
    official: tuple[SchemaFault, ...]

    def __str__(self) -> str:
        who, faults = ("vår", self.own) if self.own else ("den offisielle", self.official)
        reasons = "\n".join(f"    {fault.path}: {fault.message} {fault.found}" for fault in faults[:3])
        return f"{self.done}\n  bare {who} pakken avviser:\n{reasons}"


@dataclass
class Tally:
    """How many documents were judged and how many both packs accepted."""

    judged: int = 0
    valid: int = 0


def documents(messages: Sequence[etree._Element], official: Path, seed: int, count: int) -> Iterator[Mutant]:
    """The messages, mutants of them, documents grown from either pack, and mutants and neighbours of those."""
    yield from (Mutant(f"melding {number}", message) for number, message in enumerate(messages, start=1))
    yield from mutants(messages, seed, count)
    for name, folder in (("vår", OWN_FOLDER), ("offisiell", official)):
        grown = list(instances(folder, seed, count))
        yield from (Mutant(f"dyrket fra {name} pakke, frø {seed}, nr. {i}", root) for i, root in enumerate(grown))
        yield from mutants(grown, seed, count)
        for root in grown[: count // 5]:
            yield from islice(neighbours(root), MAX_NEIGHBOURS)


def compare(found: Iterator[Mutant], own: SchemaPack, official: SchemaPack, tally: Tally) -> Iterator[Disagreement]:
    """Every document on which the packs differ."""
    for document in found:
        ours, theirs = own.check(document.root), official.check(document.root)
        tally.judged += 1
        tally.valid += not ours and not theirs
        if bool(ours) != bool(theirs):
            yield Disagreement(document.done, document.root, ours, theirs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print disagreements; 1 on any."""
    parser = argparse.ArgumentParser(prog="python -m tests.standards.compare_schemas")
    parser.add_argument("messages", type=Path)
    parser.add_argument("official", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    chosen = parser.parse_args(arguments)
    tally = Tally()
    found = documents(read_folder(chosen.messages), chosen.official, chosen.seed, chosen.count)
    differing = compare(found, SchemaPack.own(), SchemaPack.from_folder(chosen.official), tally)
    first = list(islice(differing, 20))
    for disagreement in first:
        print(disagreement)
    print(f"{tally.judged} dokumenter, {tally.valid} gyldige i begge, {len(first)} uenigheter (frø {chosen.seed}).")
    return 1 if first else 0


if __name__ == "__main__":
    sys.exit(main())
