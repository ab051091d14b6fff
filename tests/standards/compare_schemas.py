"""Compare our schema pack with the official one: same verdict on every message, mutant and grown document.

python -m tests.standards.compare_schemas OFFICIAL_SCHEMA_FOLDER [--messages FOLDER] [--seed 1] [--count 4000] [--brief]

A difference that is meant is a line in a decision in docs/decisions/: "* Schema difference: `mh:Element`, because …".
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from lxml import etree

from standards.schema import OWN_FOLDER, SchemaFault, SchemaPack
from standards.schema_folder import assemble
from standards.xml import name_of, serialize
from tests.standards import good
from tests.standards.instances import instances
from tests.standards.mutants import Mutant, mutants, neighbours, read_folder

MAX_NEIGHBOURS = 80
MAX_SHOWN = 20
DECISIONS = Path(__file__).parents[2] / "docs" / "decisions"
_DELIBERATE = re.compile(r"^\* Schema difference: `([^`]+)`", re.MULTILINE)


@dataclass(frozen=True)
class Disagreement:
    """A document that one pack accepts and the other refuses."""

    done: str
    root: etree._Element
    own: tuple[SchemaFault, ...]
    official: tuple[SchemaFault, ...]

    @property
    def place(self) -> str:
        """The element that the first fault is about, by name."""
        return re.sub(r"\[\d+\]$", "", (self.own or self.official)[0].path.rpartition("/")[2])

    def __str__(self) -> str:
        who, faults = ("vår", self.own) if self.own else ("den offisielle", self.official)
        reasons = "\n".join(f"    {fault.path}: {fault.message} {fault.found}" for fault in faults[:3])
        return f"{self.done}\n  bare {who} pakken avviser:\n{reasons}"


@dataclass
class Tally:
    """How many documents were judged, how many both accepted, and agreement by kind of mutation and by element."""

    judged: int = 0
    valid: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    elements: Counter[str] = field(default_factory=Counter)
    off_kinds: Counter[str] = field(default_factory=Counter)
    off_elements: Counter[str] = field(default_factory=Counter)

    def count(self, document: Mutant, agree: bool) -> None:
        """One document more; one with several changes counts for each of them."""
        steps = [step.partition(" ") for step in document.done.split("; ")]
        changed = [(kind, path) for kind, _, path in steps if path.startswith("/")]
        kinds = {kind for kind, _ in changed} or {"uendret"}
        elements = {re.sub(r"\[\d+\]$", "", path.rpartition("/")[2]) for _, path in changed} or {name_of(document.root)}
        self.kinds.update(kinds)
        self.elements.update(elements)
        if not agree:
            self.off_kinds.update(kinds)
            self.off_elements.update(elements)


def documents(
    messages: Sequence[etree._Element], official: Path, seed: int, count: int, *, near: int | None = None
) -> Iterator[Mutant]:
    """The messages, mutants of them, documents grown from either pack, and mutants and neighbours of those."""
    yield from (Mutant(f"melding {number}", message) for number, message in enumerate(messages, start=1))
    yield from mutants(messages, seed, count)
    for name, folder in (("vår", OWN_FOLDER), ("offisiell", official)):
        grown = list(instances(folder, seed, count))
        yield from (Mutant(f"dyrket fra {name} pakke, frø {seed}, nr. {i}", root) for i, root in enumerate(grown))
        yield from mutants(grown, seed, count)
        for root in grown[: count // 5 if near is None else near]:
            yield from islice(neighbours(root), MAX_NEIGHBOURS)


def in_one_only(official: Path) -> frozenset[str]:
    """The namespaces that only one of the packs has."""
    return assemble(OWN_FOLDER).namespaces ^ assemble(official).namespaces


def comparable(found: Iterable[Mutant], lacking: frozenset[str]) -> Iterator[Mutant]:
    """Those without anything from the namespaces that only one pack has."""
    for document in found:
        if not lacking & {str(etree.QName(element).namespace) for element in document.root.iter(etree.Element)}:
            yield document


def compare(found: Iterable[Mutant], own: SchemaPack, official: SchemaPack, tally: Tally) -> Iterator[Disagreement]:
    """Every document on which the packs differ."""
    for document in found:
        ours, theirs = own.check(document.root), official.check(document.root)
        tally.judged += 1
        tally.valid += not ours and not theirs
        agree = bool(ours) == bool(theirs)
        tally.count(document, agree)
        if not agree:
            yield Disagreement(document.done, document.root, ours, theirs)


def smallest(disagreement: Disagreement, own: SchemaPack, official: SchemaPack) -> Disagreement:
    """The smallest document that still shows it: parts go as long as the packs still differ in the same way."""
    best, shrinking = disagreement, True
    while shrinking:
        shrinking = False
        for smaller in _smaller(best.root):
            ours, theirs = own.check(smaller), official.check(smaller)
            if bool(ours) != bool(theirs) and bool(ours) == bool(disagreement.own):
                best, shrinking = Disagreement(disagreement.done, smaller, ours, theirs), True
                break
    return best


def _smaller(root: etree._Element) -> Iterator[etree._Element]:
    elements = list(root.iter(etree.Element))
    for element in elements[1:]:
        yield etree.fromstring(serialize(deepcopy(element)))
    for number, element in enumerate(elements):
        if number:
            copy = deepcopy(root)
            gone = list(copy.iter(etree.Element))[number]
            gone.getparent().remove(gone)  # type: ignore[union-attr]
            yield etree.fromstring(serialize(copy))
        for name in element.attrib:
            copy = deepcopy(root)
            del list(copy.iter(etree.Element))[number].attrib[name]
            yield etree.fromstring(serialize(copy))


def messages_of_ours() -> list[etree._Element]:
    """Every example message that the standards package writes, and the good messages of the tests."""
    from standards.samples import SAMPLES, write
    from tests.standards.test_samples import cast

    raws = [write(sample, cast()) for sample in SAMPLES] + [item.raw for item in good.dialog_thread()]
    raws += [item.raw for item in good.appointment_thread()]
    return [etree.fromstring(raw) for raw in raws if raw.lstrip().startswith(b"<")]


def deliberate() -> frozenset[str]:
    """The elements whose difference a decision of this project has named."""
    texts = (path.read_text(encoding="utf-8") for path in DECISIONS.glob("*.md"))
    return frozenset(name for text in texts for name in _DELIBERATE.findall(text))


def table(title: str, judged: Counter[str], off: Counter[str]) -> Iterator[str]:
    """One row each: name, how many, how many agreed."""
    yield f"\n{title:<44}{'dokumenter':>12}{'like':>12}"
    for name in sorted(judged, key=lambda name: (-off[name], name)):
        agreed = judged[name] - off[name]
        yield f"{name:<44}{judged[name]:>12}{agreed / judged[name]:>11.2%}{'  <<<' if off[name] else ''}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print agreement and disagreements; 1 on any that no decision has named."""
    parser = argparse.ArgumentParser(prog="python -m tests.standards.compare_schemas")
    parser.add_argument("official", type=Path)
    parser.add_argument("--messages", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4_000)
    parser.add_argument("--brief", action="store_true")
    chosen = parser.parse_args(arguments)
    messages = messages_of_ours() + (read_folder(chosen.messages) if chosen.messages else [])
    own, official, tally = SchemaPack.own(), SchemaPack.from_folder(chosen.official), Tally()
    lacking = in_one_only(chosen.official)
    found = comparable(
        documents(messages, chosen.official, chosen.seed, chosen.count, near=chosen.count // 40), lacking
    )
    known, unlisted = deliberate(), []
    for disagreement in compare(found, own, official, tally):
        if disagreement.place not in known:
            unlisted.append(disagreement)
    print("\n".join(table("Endring", tally.kinds, tally.off_kinds)))
    elements = {name: n for name, n in tally.elements.items() if not chosen.brief or tally.off_elements[name]}
    print("\n".join(table("Element", Counter(elements), tally.off_elements)))
    for disagreement in unlisted[:MAX_SHOWN]:
        shown = smallest(disagreement, own, official)
        print(f"\n{shown}\n  minste dokument som viser det:\n{etree.tostring(shown.root, encoding='unicode')}")
    print(f"\nBare i den ene pakken, ikke sammenlignet: {', '.join(sorted(lacking)) or 'ingenting'}")
    same = 1 - len(unlisted) / max(1, tally.judged)
    print(
        f"{tally.judged} dokumenter (frø {chosen.seed}), {tally.valid} gyldige i begge, "
        f"{len(unlisted)} uenigheter: {same:.3%} like."
    )
    return 1 if unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
