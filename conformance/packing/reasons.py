"""The sentences that are said of a pack; the page that verifies in a browser says the same ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance.packing.model import BadPack

FILE: Final = Path(__file__).with_name("reasons.toml")
VALID, STALE, INCOMPLETE, INVALID = "gyldig", "utdatert", "ufullstendig", "ugyldig"
TOLD: Final = "told"
"""What moves no state, but should be known."""
WORST_FIRST: Final = (INVALID, INCOMPLETE, STALE)
"""The states that need a reason; without any the pack is `gyldig`."""
_SHOWN: Final = 8


@dataclass(frozen=True)
class Reason:
    """One thing to say (bokmål), and the state it gives: `ugyldig`, `ufullstendig`, `utdatert`, or `told` for none."""

    state: str
    key: str
    text: str

    def __str__(self) -> str:
        return self.text


def reason(key: str, /, **values: object) -> Reason:
    """The sentence with that key; raises `KeyError` for a key or a value that does not exist."""
    state = next(group for group, sentences in texts().items() if group != "states" and key in sentences)
    return Reason(state, key, texts()[state][key].format(**values).strip())


def refusal(key: str, /, **values: object) -> BadPack:
    """The same as an error, for a file that cannot be read as a pack at all."""
    return BadPack(reason(key, **values).text)


def state_of(reasons: Iterable[Reason]) -> str:
    """The worst state that anything said gives."""
    states = {one.state for one in reasons}
    return next((state for state in WORST_FIRST if state in states), VALID)


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Every sentence by group and key."""
    return tomllib.loads(FILE.read_text("utf-8"))


def some(ids: Iterable[str]) -> str:
    """A few of many, in order."""
    listed = list(ids)
    more = f" og {len(listed) - _SHOWN} til" if len(listed) > _SHOWN else ""
    return f"{', '.join(listed[:_SHOWN])}{more}"
