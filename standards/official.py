"""The numbered cases of the official tests and sequences, and what holds each (official_cases.csv)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from standards.rules.register import Rule, all_rules

CASES = Path(__file__).with_name("official_cases.csv")
COLUMNS = ["nummer", "hva", "regler", "hvorfor_ikke"]
PREFIXES = ("MSG-S", "APP-S", "TC-")
"""How a source that is such a number begins."""


@dataclass(frozen=True)
class Case:
    """One number: what it is in our words, the rules that hold it in every scenario, and why nothing does (bokmål)."""

    number: str
    what: str
    rules: tuple[str, ...] = ()
    reason: str = ""


def cases(path: Path = CASES) -> tuple[Case, ...]:
    """The table in the order of the file; raises `ValueError` when a row does not fit the head."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        if next(reader, None) != COLUMNS:
            raise ValueError(f"{path.name}: første linje skal være {';'.join(COLUMNS)}")
        return tuple(_case(row, path.name) for row in reader if row)


def _case(row: list[str], name: str) -> Case:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{name}: {row[0]} har {len(row)} felter, ikke {len(COLUMNS)}")
    number, what, rules, reason = (cell.strip() for cell in row)
    return Case(number, what, tuple(rules.split()), reason)


def holes(
    listed: Iterable[Case], scenarios: Mapping[str, Collection[str]], rules: Iterable[Rule] | None = None
) -> tuple[str, ...]:
    """What is wrong with the table (bokmål), one sentence each; `scenarios` is number → those tagged with it."""
    rows, known = tuple(listed), {rule.id for rule in (all_rules() if rules is None else rules)}
    times = Counter(one.number for one in rows)
    found = [f"{number} står {count} ganger." for number, count in times.items() if count > 1]
    for one in rows:
        found += [f"{one.number} viser til regelen {name}, som ikke finnes." for name in one.rules if name not in known]
        if not one.rules and not scenarios.get(one.number) and not one.reason:
            found.append(f"{one.number} ({one.what}) har verken scenario, regel eller grunn.")
        if one.reason and (one.rules or scenarios.get(one.number)):
            found.append(f"{one.number} er dekket, men har også en grunn til at det ikke er det.")
    unknown = sorted(number for number in scenarios if number not in times)
    found += [f"{number} er merket på {', '.join(sorted(scenarios[number]))}, men finnes ikke." for number in unknown]
    return tuple(found)
