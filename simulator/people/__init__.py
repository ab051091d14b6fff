"""The synthetic population. Nobody in it exists: every number is made in a series that no living person has."""

from __future__ import annotations

from simulator.people.person import Bond, Family, NotSynthetic, Number, Person, Protection, Tie
from simulator.people.personas import PERSONAS, named_families
from simulator.people.small import CHILDREN_BORN_FROM, FAMILIES, everybody, population

__all__ = [
    "CHILDREN_BORN_FROM",
    "FAMILIES",
    "PERSONAS",
    "Bond",
    "Family",
    "NotSynthetic",
    "Number",
    "Person",
    "Protection",
    "Tie",
    "everybody",
    "named_families",
    "population",
]
