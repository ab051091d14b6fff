"""The simulated products: one folder per vendor, one profile.toml per product, found by looking."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from simulator.journal.profile import Profile
from simulator.vendors import form, ledgers
from simulator.vendors.form import ProfileFault
from standards.errors import Problem

_FOLDER = Path(__file__).parent

__all__ = ["Profile", "ProfileFault", "UnknownProduct", "find_profile", "ledger", "profiles"]


class UnknownProduct(Problem):
    """No profile of that name."""


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """All products, by id. Raises `ProfileFault`."""
    found = [_profile(path) for path in _FOLDER.glob("*/*/profile.toml")]
    return tuple(sorted(found, key=lambda profile: profile.product))


def find_profile(product: str) -> Profile:
    """The profile with that id; raises `UnknownProduct` with the nearest name."""
    known = {profile.product: profile for profile in profiles()}
    if product not in known:
        nearest = get_close_matches(product, known, n=1, cutoff=0.3)
        raise UnknownProduct(
            f"Produktet «{product}» finnes ikke som simulert journal.",
            expected=", ".join(known),
            found=product,
            fix=f"Mente du {nearest[0]}?" if nearest else "Velg ett av produktene.",
        )
    return known[product]


def ledger(product: str) -> tuple[dict[str, str], ...]:
    """The fidelity ledger of a product: each choice with its basis (documented, allowed, guess), source and date.

    A choice that a key of the profile makes has the `key` too. What the engine does in every product is there too.
    """
    profile = find_profile(product)
    for path in _FOLDER.glob("*/*/profile.toml"):
        if tomllib.loads(path.read_text("utf-8"))["product"] == product:
            return ledgers.read(path.with_name("ledger.toml"), profile)
    return ()


def _profile(path: Path) -> Profile:
    where = str(path.relative_to(_FOLDER))
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileFault(
            f"Profilen {where} kan ikke leses.", expected="TOML i UTF-8", found=str(error), fix="Rett filen."
        ) from error
    return form.read(data, where)
