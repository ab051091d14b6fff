"""What the national services are told of the worlds that journals live in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.clock import Clock
from simulator.journal.profile import Profile
from simulator.landscape.registered import parties_of
from simulator.serving.service import Place, Surroundings

if TYPE_CHECKING:
    from simulator.landscape.protection import Wallets


def around(
    areas: Mapping[str, Profile],
    seed: int,
    data: Path | None,
    clock: Clock,
    client_key: str = "",
    *,
    wallets: Wallets | None = None,
) -> Surroundings:
    """Test areas with the product of each; an area made later is like the first of them."""
    first = next(iter(areas.values()))

    def place(area: str) -> Place:
        return Place(seed, parties=parties_of(areas.get(area, first)), client_key=client_key)

    around = Surroundings(data, clock, known=tuple(areas), place=place)
    return around if wallets is None else replace(around, certificates=wallets.of)
