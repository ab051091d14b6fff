"""Profiles (CPP) and agreements (CPA) of the address registry: read, write, make and intersect them."""

from __future__ import annotations

from standards.cppa.documents import Agreement, Profile
from standards.cppa.entries import ENTRIES, Entry, Function
from standards.cppa.intersection import Intersection, Reason, intersect
from standards.cppa.model import Mode
from standards.cppa.profiles import Keys, Queues, profile_for
from standards.cppa.reading import read, read_element
from standards.cppa.roles import Generation

__all__ = [
    "ENTRIES",
    "Agreement",
    "Entry",
    "Function",
    "Generation",
    "Intersection",
    "Keys",
    "Mode",
    "Profile",
    "Queues",
    "Reason",
    "intersect",
    "profile_for",
    "read",
    "read_element",
]
