"""The source profile that the rules are asked for."""

from __future__ import annotations

from difflib import get_close_matches

from epj.options import WrongUse
from standards.rules.profiles import PROFILES


def known(name: str | None) -> str | None:
    """The profile's id, None for the newest of everything; raises `WrongUse` for a name that is not known."""
    if name is None or name in PROFILES:
        return name
    near = get_close_matches(name, PROFILES, n=1, cutoff=0.4)
    hint = f"Mente du {near[0]}? " if near else ""
    raise WrongUse(f"--profile {name}: profilen finnes ikke. {hint}Profilene er {', '.join(PROFILES)}.")
