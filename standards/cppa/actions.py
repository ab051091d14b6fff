"""When two action names are the same function, whatever source spelled them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from standards.processes import CATALOGUE

APPREC: Final = "APPREC"
_LETTERS: Final = str.maketrans({"Ø": "O", "Æ": "AE", "Å": "A"})


def is_receipt(action: str) -> bool:
    """Whether the action is the application receipt (written APPREC and Apprec)."""
    return _plain(action) == APPREC


def is_whole_process(code: str, action: str) -> bool:
    """Whether the action is the single one of the old generation, which stands for every function of the process."""
    return action.upper() == code.upper()


def same_function(code: str, one: str, two: str) -> bool:
    """Whether two names mean the same: case and Norwegian letters do not count, nor what another source calls it."""
    return _function(code.upper(), _plain(one)) == _function(code.upper(), _plain(two))


def carries(code: str, bound: str, action: str) -> bool:
    """Whether an action that is bound covers the one asked for."""
    if is_receipt(bound) or is_receipt(action):
        return is_receipt(bound) and is_receipt(action)
    return is_whole_process(code, bound) or same_function(code, bound, action)


def spellings(code: str, action: str) -> tuple[str, ...]:
    """How the sources write the function that is meant; empty for an action of no function."""
    return _spellings(code.upper(), _plain(action))


@lru_cache(maxsize=512)
def _spellings(code: str, plain: str) -> tuple[str, ...]:
    process = CATALOGUE.get(code)
    names = {
        name
        for step in (process.steps if process is not None else ())
        for name in (step.action, step.earlier, *step.also_named)
    }
    return tuple(sorted(name for name in names if _plain(name) == plain))


@lru_cache(maxsize=512)
def _plain(action: str) -> str:
    return action.strip().upper().translate(_LETTERS)


@lru_cache(maxsize=512)
def _function(code: str, name: str) -> str:
    process = CATALOGUE.get(code)
    for step in process.steps if process is not None else ():
        known = [_plain(other) for other in (step.action, step.earlier, *step.also_named)]
        if name in known:
            return known[0]
    return name
