"""The kinds of family in a generated population, the most useful first: a small population takes them from the top."""

from __future__ import annotations

from simulator.people.kinds import boundaries, care, everyday, households, loss, naming, numbering
from simulator.people.making import Kind

KINDS: tuple[Kind, ...] = (
    *everyday.KINDS,
    *care.KINDS,
    *boundaries.KINDS,
    *households.KINDS,
    *numbering.KINDS,
    *naming.KINDS,
    *loss.KINDS,
)
