"""Which demand is covered by which rule or scenario, and why the rest is not (clauses.csv)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from standards.rules.model import Mark
from standards.rules.register import Rule, all_rules

REGISTER = Path(__file__).with_name("clauses.csv")
COLUMNS = ["id", "krav", "merke", "dekket_av", "hvorfor_ikke"]
RULE, SCENARIO = "regel:", "scenario:"


@dataclass(frozen=True)
class Clause:
    """One demand of the sources; `reason` says why nothing covers it (bokmål)."""

    id: str
    demand: str
    mark: Mark
    rules: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    reason: str = ""

    @property
    def covered(self) -> bool:
        """Whether a rule or a scenario looks for a breach of it."""
        return bool(self.rules or self.scenarios)


def clauses(path: Path = REGISTER) -> tuple[Clause, ...]:
    """The register in the order of the file; raises `ValueError` when a row does not fit the head."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        if next(reader, None) != COLUMNS:
            raise ValueError(f"{path.name}: første linje skal være {';'.join(COLUMNS)}")
        return tuple(_clause(row) for row in reader if row)


def _clause(row: list[str]) -> Clause:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{REGISTER.name}: {row[0]} har {len(row)} felter, ikke {len(COLUMNS)}")
    identifier, demand, mark, by, reason = (cell.strip() for cell in row)
    named = by.split()
    if unknown := [name for name in named if not name.startswith((RULE, SCENARIO))]:
        raise ValueError(f"{REGISTER.name}: {identifier} er dekket av noe ukjent: {', '.join(unknown)}")
    return Clause(identifier, demand, Mark(mark), _named(named, RULE), _named(named, SCENARIO), reason)


def _named(named: Iterable[str], prefix: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(prefix) for name in named if name.startswith(prefix))


def gaps(
    register: Iterable[Clause], scenarios: Collection[str], rules: Iterable[Rule] | None = None
) -> tuple[str, ...]:
    """What is wrong with the register, one sentence (bokmål) each; empty when it is whole."""
    listed, known = tuple(register), {rule.id for rule in (all_rules() if rules is None else rules)}
    times = Counter(one.id for one in listed)
    found = [f"{name} står {number} ganger." for name, number in times.items() if number > 1]
    for one in listed:
        found += [f"{one.id} viser til regelen {name}, som ikke finnes." for name in one.rules if name not in known]
        gone = [name for name in one.scenarios if name not in scenarios]
        found += [f"{one.id} viser til scenarioet {name}, som ikke finnes." for name in gone]
        if not one.covered and not one.reason and one.mark is Mark.VERIFIED:
            found.append(f"{one.id} er verken dekket eller forklart.")
        if one.covered and one.reason:
            found.append(f"{one.id} er dekket, men har også en grunn til at det ikke er det.")
    used = {name for one in listed for name in (*one.rules, one.id)}
    found += [f"Regelen {name} hører ikke til noe krav." for name in sorted(known - used)]
    return tuple(found)
