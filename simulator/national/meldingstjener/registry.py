"""Who owns a HER-id: what the test area was made with, and what the world around it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.serving.service import Place, Registered

Owners = Callable[[str, int], frozenset[str]]
"""Takes the test area and a HER-id; the organisation numbers that own it on both levels, empty when it is unknown."""


def of_place(place: Callable[[str], Place]) -> Owners:
    """By the parties of the world that the area stands in."""
    known: dict[str, Mapping[int, frozenset[str]]] = {}

    def owners(area: str, her_id: int) -> frozenset[str]:
        if area not in known:
            known[area] = _by_her_id(place(area).parties)
        return known[area].get(her_id, frozenset())

    return owners


def _by_her_id(parties: tuple[Registered, ...]) -> Mapping[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for one in parties:
        above, below = one.organisation_number, one.sub_organisation_number
        for text, owners in ((one.party.parent_her_id, {above}), (one.party.her_id, {above, below})):
            if text.isascii() and text.isdigit():
                found[int(text)] = found.get(int(text), frozenset()) | frozenset(owners)
    return found
